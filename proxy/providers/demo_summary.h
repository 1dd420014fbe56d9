// The demo and summaries: it makes them when it is asked in the words of assets/prompts/
// summarize.txt, and knows what one says that stands in its instructions.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "proxy/providers/provider.h"

namespace magic {

// Whether the instructions are the ones with which a summary is asked for.
bool asks_demo_for_summary(const Prompt& prompt);

// The user's sentences that say something which the demo can read, each on a line of its own:
//   The user said: "My name is Alice."
// Taken from the prompt's last message: an earlier summary after the line "Summary so far:", then
// the conversation, whose messages begin with "User: " and "Assistant: ".
std::string demo_summary(const Prompt& prompt);

// What follows "Summary of the earlier conversation:" at the beginning of a line; empty when there
// is no such line.
std::string_view demo_summary_in(std::string_view instructions);

}  // namespace magic
