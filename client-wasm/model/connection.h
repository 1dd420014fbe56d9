// What works right now, and when to ask again.
//
// Thread rule: UI thread only; pure functions of their arguments.
#pragma once

#include "client-wasm/model/chat_model.h"

namespace magic {

// Until the person has chosen a provider, takes the first available of ChatGPT, Ollama, demo, so
// that a first message is answered without any set-up.
void apply_health(ChatModel& model, const Health& health);
void apply_no_connection(ChatModel& model);

// The one that stands after the chosen one and can answer; the chosen one where there is no other.
ProviderId next_provider(const ChatModel& model);

// Everything the chosen provider needs is there: nothing has to be noticed quickly.
bool all_is_well(const ChatModel& model);

// Milliseconds between two health requests.
int health_interval_ms(const ChatModel& model);

}  // namespace magic
