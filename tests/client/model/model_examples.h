// Models and messages that several tests begin with.
#pragma once

#include <string>
#include <utility>

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/connection.h"
#include "client-wasm/model/history.h"
#include "client-wasm/model/turns.h"

namespace magic::examples {

inline Message message(std::string id, std::string turn_id, Role role, std::string text) {
  Message message;
  message.id = std::move(id);
  message.turn_id = std::move(turn_id);
  message.role = role;
  message.text = std::move(text);
  message.provider = ProviderId::demo;
  return message;
}

inline Health all_available() {
  Health health;
  health.store_available = true;
  health.providers = {{ProviderId::chatgpt, true, "", "gpt", 128000},
                      {ProviderId::ollama, true, "", "llama", 8192},
                      {ProviderId::demo, true, "", "demo", 4096}};
  return health;
}

inline ChatModel connected_model() {
  ChatModel model;
  open_new_session(model, "session_one");
  apply_health(model, all_available());
  return model;
}

inline OutgoingTurn send(ChatModel& model, std::string text) {
  set_draft(model, std::move(text));
  return send_draft(model).value();
}

inline Message answer(std::string id, std::string turn_id, std::string text, int attempt,
                      bool current) {
  Message answer = message(std::move(id), std::move(turn_id), Role::assistant, std::move(text));
  answer.attempt = attempt;
  answer.current = current;
  return answer;
}

// One question and its answer, both stored.
inline ChatModel model_with_turn() {
  ChatModel model = connected_model();
  model.provider = ProviderId::demo;
  add_entry(model, message("1", "t", Role::user, "Hi"), EntryState::settled);
  add_entry(model, answer("2", "t", "Hello", 0, true), EntryState::settled);
  return model;
}

inline TurnStarted started(std::string id, std::string text) {
  TurnStart start;
  start.session_id = "session_one";
  start.user_message = message(id, id, Role::user, std::move(text));
  start.provider = ProviderId::demo;
  start.model = "demo";
  start.context.stored_messages = 3;
  start.context.sent_messages = 1;
  return {start};
}

inline TurnDone done(std::string id, std::string turn_id, std::string text) {
  ChatAnswer answer;
  answer.session_id = "session_one";
  answer.message = message(std::move(id), std::move(turn_id), Role::assistant, std::move(text));
  return {answer};
}

inline TurnFailed failed(ErrorCode code, std::string sentence) {
  return {{{code, std::move(sentence), {}, true}, std::nullopt}};
}

}  // namespace magic::examples
