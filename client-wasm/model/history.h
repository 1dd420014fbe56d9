// Opening a session, reading back what is stored of it page by page, and clearing it.
//
// A session is read when it is opened, and again after a broken connection: what the proxy has
// stored is the truth, so stored messages replace what this UI had guessed, and an unsent message
// that turns out to be stored is no longer shown as unsent.
// Thread rule: UI thread only; pure functions of their arguments.
#pragma once

#include <optional>
#include <string>

#include "client-wasm/model/chat_model.h"

namespace magic {

// Leaves the session and everything of its turn under way; the switches stay, and the draft is kept
// for when the session is opened again.
void open_new_session(ChatModel& model, std::string session_id);     // nothing stored yet
void open_stored_session(ChatModel& model, std::string session_id);  // its history is loading

void begin_reload(ChatModel& model);

// Returns where the next page begins; nullopt when the history is complete, or when the page is not
// of the load under way.
std::optional<std::string> apply_page(ChatModel& model, const MessagePage& page);
void apply_history_error(ChatModel& model, const std::string& session_id, const Error& error);

// The session was emptied, or was not.
void apply_cleared(ChatModel& model, const std::string& session_id);
void apply_clear_error(ChatModel& model, const std::string& session_id, const Error& error);

}  // namespace magic
