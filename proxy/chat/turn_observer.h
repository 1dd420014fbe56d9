// Who wants to know how turns went: the metrics and the log.
// Thread rule: called from any thread, several at once; must be quick.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/chat_types.h"
#include "shared/turn_record.h"

namespace magic {

// One upstream call that has ended: an answer, a replay, a lane, or a summary.
struct TurnReport {
  std::string session_id;
  std::string turn_id;
  std::string request_id;
  ProviderId provider = ProviderId::demo;
  std::string model;
  Ending ending = Ending::completed;
  std::optional<ErrorCode> error;
  Timing timing;
  Usage usage;
  UpstreamTrace trace;
  bool stored = true;
  bool truncated_upstream = false;
};

class TurnObserver {
 public:
  virtual ~TurnObserver() = default;
  virtual void on_turn_ended(const TurnReport& report) = 0;
};

}  // namespace magic
