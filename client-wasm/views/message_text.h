// What is shown of a message, as plain text: what is searched and copied of messages, also of those
// that are not laid out.
// Thread rule: UI thread.
#pragma once

#include <string>

#include "client-wasm/model/entries.h"

namespace magic {

std::string message_text(const Entry& entry);

// The beginning of it in one line, by which it is called: "You: What is…".
std::string message_name(const Entry& entry);

}  // namespace magic
