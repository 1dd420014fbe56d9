// Who wants to know how turns went: the metrics and the log.
// Thread rule: called from any thread, several at once; must be quick.
#pragma once

#include <cstddef>
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

// What became of an answer that the store could not take (answer_spool.h).
struct SpoolReport {
  enum class Event {
    kept,
    stored,
    dropped_when_full,
    dropped_as_too_old,
    dropped_without_session,  // it was cleared, or has expired
    dropped_at_the_end,       // of the process
  };

  Event event = Event::kept;
  std::string session_id;
  std::string turn_id;
  std::int64_t waited_ms = 0;
  std::size_t answers = 0;  // that wait now
  std::size_t bytes = 0;    // of them
};

class TurnObserver {
 public:
  virtual ~TurnObserver() = default;
  virtual void on_turn_ended(const TurnReport& report) = 0;
  // One call at a time.
  virtual void on_spool_changed(const SpoolReport& report) = 0;
};

}  // namespace magic
