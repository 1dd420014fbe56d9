// The messages of a prompt as Ollama and the chat completions API both take them.
// Thread rule: pure function.
#pragma once

#include "proxy/providers/provider.h"
#include "shared/json_fields.h"

namespace magic {

// [{"role","content"}]: the instructions first, as a system message, when there are any.
Json chat_messages_json(const Prompt& prompt);

}  // namespace magic
