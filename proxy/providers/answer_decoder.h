// The seam between an upstream's bytes and the events of an answer. Each wire format has a decoder;
// all are pure: they know nothing of sockets, and the same bytes give the same events however they
// are cut.
// Thread rule: one object per answer, used by one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "proxy/providers/provider.h"
#include "proxy/providers/provider_problem.h"

namespace magic {

// What the bytes said about the end of the answer.
struct DecodedEnd {
  std::optional<Ending> ending;            // absent: the bytes stopped without saying so
  std::optional<ProviderProblem> problem;  // set exactly when ending is upstream_error
  std::string model;
  std::string response_id;  // the provider's name for the answer; as it came, may be empty
  Usage usage;
};

class AnswerDecoder {
 public:
  enum class Want { more, nothing_more, hang_up };

  virtual ~AnswerDecoder() = default;

  // Calls the sink for what `bytes` completed. nothing_more: the answer has ended. hang_up: the
  // sink wants no more.
  virtual Want feed(std::string_view bytes, AnswerSink& sink) = 0;

  // Once, after the last bytes. May still call the sink.
  virtual DecodedEnd finish(AnswerSink& sink) = 0;
};

}  // namespace magic
