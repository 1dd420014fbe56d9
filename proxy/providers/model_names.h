// What the names of OpenAI's models tell.
// Source: the names of 2026 and before; there is no field that says what a model is for.
// Thread rule: pure functions.
#pragma once

#include <string_view>

namespace magic {

// "gpt-5-mini" for "gpt-5-mini-2025-08-07"; a name without a date stays what it is.
std::string_view without_snapshot_date(std::string_view model);

// Whether a model of that name answers in a chat: gpt-5, o3, chatgpt-4o-latest; not gpt-4o-audio,
// text-embedding-3-small.
bool is_chat_model(std::string_view model);

}  // namespace magic
