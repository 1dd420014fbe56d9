// Which stored messages a model is sent, and why the others are not. Pure: no store, no clock.
//
// The rule of the full history (mode stateful): whole turns, newest first, as long as they fit the
// model's window less the room for the answer; older ones are left out and reported. A turn is sent
// or left out whole. A turn whose answer has no text (it failed, was stopped before the first word,
// or is still running) is left out: a question without its answer would mislead the model.
// So would an answer without its question.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "proxy/providers/provider.h"
#include "shared/chat_types.h"

namespace magic {

struct ContextRequest {
  Mode mode = Mode::stateless;
  std::string_view instructions;
  int window_tokens = 0;
  int answer_tokens = 0;             // kept free
  std::int64_t stored_messages = 0;  // in the session, the new message included
};

struct ContextPlan {
  std::vector<PromptMessage> messages;  // oldest first, the new message last
  ContextReport report;
};

// `history` is the newest part of the session before `new_message`, oldest first; older messages
// that are not in it count as left out (ContextReport::unlisted_messages).
ContextPlan plan_context(const ContextRequest& request, const std::vector<Message>& history,
                         const Message& new_message);

// How much of a session's end must be read so that plan_context can fill the window.
std::size_t history_bytes_for(Mode mode, int window_tokens);

}  // namespace magic
