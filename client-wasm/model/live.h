// What others do in the session that is open, from its live events: other windows, other programs,
// curl.
//
// Events may repeat what is known already, and tell of this UI's own turns as well, whose answers
// arrive on their own way: both change nothing.
// Thread rule: UI thread only; pure functions of their arguments.
#pragma once

#include "client-wasm/model/chat_model.h"
#include "shared/session_event.h"

namespace magic {

enum class LiveOutcome {
  unchanged,  // nothing that is shown
  changed,
  // It cannot be told yet whether this is news, because the history is loading, or because a turn
  // of this UI has begun whose id it has not heard. Apply it again when the model has changed.
  later,
  reload,  // events were lost: the history must be read again
};

LiveOutcome apply_live(ChatModel& model, const SessionEvent& event);

// The id of the last stored message that is shown; empty when there is none.
std::string last_stored_id(const ChatModel& model);

}  // namespace magic
