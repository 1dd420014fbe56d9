// How the model changes while a message is sent and answered. The person's text is never lost:
// until the proxy has confirmed it, it is an entry that can be sent again or taken back into the
// draft.
//
// Thread rule: UI thread only; pure functions of their arguments.
#pragma once

#include <optional>

#include "client-wasm/model/chat_event.h"
#include "client-wasm/model/chat_model.h"

namespace magic {

// A turn to be started by the caller.
struct OutgoingTurn {
  int number = 0;
  ChatRequest request;
};

// Takes the draft. nullopt when send_block() says why not.
std::optional<OutgoingTurn> send_draft(ChatModel& model);

// Sends the user's message of that entry's turn once more, under the switches as they stand now. An
// unsent entry moves to the end; a turn that is stored stays where it is, as what happened. The
// draft is left alone. nullopt when there is nothing to retry, or not now.
std::optional<OutgoingTurn> retry(ChatModel& model, int entry_key);
bool can_retry(const ChatModel& model, const Entry& entry);

// Moves an unsent message back into the draft, before what stands there.
void take_back(ChatModel& model, int entry_key);

// Marks the active turn as being stopped; returns its number for the caller to cancel.
std::optional<int> stop_turn(ChatModel& model);

// Events of any other turn than the active one are ignored: they are of a session that was left.
void apply(ChatModel& model, int turn, const ChatEvent& event);

}  // namespace magic
