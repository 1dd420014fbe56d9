// How the model changes while a message is sent and answered. The person's text is never lost:
// until the proxy has confirmed it, it is an entry that can be sent again or taken back into the
// draft.
//
// Thread rule: UI thread only; pure functions of their arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "client-wasm/model/chat_event.h"
#include "client-wasm/model/chat_model.h"
#include "shared/turn_requests.h"

namespace magic {

// Another answer to a stored question.
struct OutgoingReplay {
  std::string session_id;
  std::string turn_id;
  ReplayRequest request;
};

// A turn to be started by the caller.
struct OutgoingTurn {
  int number = 0;
  ChatRequest request;                   // a new message
  std::optional<OutgoingReplay> replay;  // instead of it
};

// Takes the draft. nullopt when send_block() says why not.
std::optional<OutgoingTurn> send_draft(ChatModel& model);

// Asks for another answer to the last question, under the switches as they stand now. It is written
// in the place of the one that is there, which stays as its alternative. nullopt when the entry is
// not the last answer, or not now.
std::optional<OutgoingTurn> regenerate(ChatModel& model, int entry_key);
bool can_regenerate(const ChatModel& model, const Entry& entry);

// For what went wrong: sends an unsent message once more, at the end of the conversation, or asks
// for another answer to a question that is stored. The draft is left alone. nullopt when there is
// nothing to retry, or not now.
std::optional<OutgoingTurn> retry(ChatModel& model, int entry_key);
bool can_retry(const ChatModel& model, const Entry& entry);

// Moves an unsent message back into the draft, before what stands there.
void take_back(ChatModel& model, int entry_key);

// Marks the active turn as being stopped; returns its number for the caller to cancel.
std::optional<int> stop_turn(ChatModel& model);

// Events of any other turn than the active one are ignored: they are of a session that was left.
// `now_ms` counts from any moment above 0; without it, it is not known how long a model thought.
void apply(ChatModel& model, int turn, const ChatEvent& event, std::int64_t now_ms = 0);

}  // namespace magic
