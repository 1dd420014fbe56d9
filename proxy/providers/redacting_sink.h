// Passes an answer on without the key in it: a server can put what it was sent into its answer, and
// a piece at a time.
// Thread rule: as AnswerSink; one answer, one sink.
#pragma once

#include <string>
#include <string_view>

#include "proxy/base/secret.h"
#include "proxy/providers/provider.h"

namespace magic {

class RedactingSink final : public AnswerSink {
 public:
  // Both must outlive this.
  RedactingSink(AnswerSink& reader, const Secret& secret);

  // What could be the beginning of the key is held back until more comes.
  bool on_text(std::string_view piece) override;
  bool on_reasoning(std::string_view piece) override;

  // The answer is over: passes on what was held back.
  void finish();

 private:
  using Channel = bool (AnswerSink::*)(std::string_view);

  bool take(Channel channel, std::string_view piece);
  bool pass_on(std::size_t bytes);

  AnswerSink& reader_;
  const Secret& secret_;
  Channel channel_ = &AnswerSink::on_text;  // of what is held back
  std::string held_;
};

}  // namespace magic
