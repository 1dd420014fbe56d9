// Small questions to an upstream that a person waits for: what are you, which models have you?
// Thread rule: may be called from any thread; blocks, until the deadline at most.
#pragma once

#include <chrono>
#include <string>

#include "proxy/providers/upstream.h"

namespace magic {

struct SmallAnswer {
  int status = 0;  // HTTP; 0: none
  UpstreamEnd end = UpstreamEnd::whole;
  std::string body;  // 1 MiB at most

  bool is_good() const { return status == 200 && end == UpstreamEnd::whole; }
};

// Several questions that together take no longer than a status may.
class SmallQuestions {
 public:
  // Just below the 2 s that Provider::status() and models() promise.
  static constexpr std::chrono::milliseconds kTogether{1900};
  static constexpr std::chrono::milliseconds kEach{950};

  // All must outlive this.
  SmallQuestions(Upstream& upstream, const Secret& api_key, CancelToken& cancel);

  SmallAnswer get(const std::string& path) const;

 private:
  Upstream& upstream_;
  const Secret& api_key_;
  CancelToken& cancel_;
  const std::chrono::steady_clock::time_point until_;
};

}  // namespace magic
