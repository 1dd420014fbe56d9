// One turn on its way: admitted, begun, answered lane by lane. Made by ChatService::admit().
//
// The steps are apart so that everything that can be refused is refused before anything is
// promised: admit() checks and takes a place in the session's line, begin() waits for its turn,
// stores the question and plans each lane, run() streams one lane's answer and stores it.
// A turn of /chat and a replay have one lane, a comparison has up to four.
// Thread rule: one thread at a time, except run(), which may be called for different lanes at once,
// and its token, which may be used from any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "proxy/base/cancel.h"
#include "proxy/providers/provider.h"
#include "shared/chat_types.h"
#include "shared/result.h"

namespace magic {

// What a lane tells while it goes on, on the thread that called run().
class LaneSink : public AnswerSink {
 public:
  // What is sent has changed since begin(): a retry without the provider's memory, or another
  // provider that stands in. Comes before the first piece.
  virtual void on_context(const TurnStart& start) = 0;
};

// How a lane ended. The answer is stored unless error says store_unavailable (then it waits in the
// spool, and its message has no id) or not_found (the session was cleared meanwhile); its text is
// kept in any case. error is set when the provider
// failed, or the store did.
struct LaneResult {
  ChatAnswer answer;
  std::optional<Error> error;
};

class TurnRun {
 public:
  virtual ~TurnRun() = default;  // a begun lane that was never run is stored as disconnected

  // Turns of the session before this one; 0: begin() will not wait.
  virtual int ahead() const = 0;

  // Errors: cancelled, session_busy, store_unavailable, conflict, not_found (a replay of an unknown
  // turn). After an error nothing was stored. `on_ahead` may be empty.
  virtual Status begin(const std::function<void(int ahead)>& on_ahead) = 0;

  // From here on after begin().
  virtual std::size_t lanes() const = 0;
  virtual const TurnStart& start(std::size_t lane) const = 0;

  // Blocks for as long as the model speaks. Once for each lane. A repeated client_message_id gives
  // the first result again.
  virtual LaneResult run(std::size_t lane, LaneSink& sink) = 0;

  // Stops whatever of it is under way, begin() included. May outlive the turn, so that whoever looks
  // after the connection does not keep the turn, and with it the place in line.
  virtual std::shared_ptr<CancelToken> token() = 0;
};

}  // namespace magic
