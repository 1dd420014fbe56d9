// A session that is locked to this machine: nothing of it goes to a cloud provider before the
// person has agreed to it.
//
// Thread rule: UI thread only; pure functions of their arguments.
#pragma once

#include "client-wasm/model/chat_model.h"

namespace magic {

// Chooses the provider, or asks first (ChatModel::asks_for_cloud).
void choose_provider(ChatModel& model, ProviderId provider);
// The answer to that. True when the session is to be unlocked at the proxy.
bool answer_cloud_question(ChatModel& model, bool unlock);

// What the proxy says, or what was asked of it. Where a locked session stands on a cloud provider,
// a local one is chosen in its place.
void apply_local_only(ChatModel& model, const std::string& session_id, bool local_only);

}  // namespace magic
