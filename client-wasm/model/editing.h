// Writing the last message anew. The old turn is deleted before the new message is sent, and not
// after it was accepted: else the model would be sent the turn that is to be replaced. When deleting
// fails nothing is sent; when sending fails the text stays at hand, as any unsent message.
//
// Thread rule: UI thread only; pure functions of their arguments.
#pragma once

#include <string>
#include <vector>

#include "client-wasm/model/chat_model.h"

namespace magic {

// The user's message that can be written anew: the last one that is stored. nullptr: none, or not
// now.
const Entry* editable_entry(const ChatModel& model);

// Its text becomes the draft; what stood there comes back with cancel_edit.
void begin_edit(ChatModel& model);
void cancel_edit(ChatModel& model);

// The messages to be deleted before the draft is sent: the answers, then their question. Empty when
// the draft cannot be sent now.
std::vector<std::string> begin_replacing(ChatModel& model);
// One of them is deleted, or could not be; the edit is over when all are.
void apply_deleted(ChatModel& model, const std::string& session_id, const std::string& message_id);
void apply_replace_error(ChatModel& model, const std::string& session_id, const Error& error);
void end_replacing(ChatModel& model);

}  // namespace magic
