// The words of the options under the composer, and of the preview.
//
// Pure functions; no Dear ImGui.
#pragma once

#include <string>

#include "client-wasm/model/chat_model.h"

namespace magic::words {

std::string strategy(const MemoryChoice& memory);      // "Last 6 messages"
std::string strategy_name(MemoryStrategy strategy);    // "Last messages"
std::string strategy_detail(MemoryStrategy strategy);  // "all that fits"
std::string strategy_number(MemoryStrategy strategy);  // what its number counts: "Messages"
std::string chosen_model(const ChatModel& model);      // of the chosen provider; may be empty
std::string window(int tokens);                        // "128k"; empty when it is not known
int changed_options(const ChatModel& model);           // of those behind "More"

// "Sends 7 of 12 messages, about 412 of 8,192 tokens."
std::string preview(const ContextReport& report);

// What is folded above an answer: "Thought for 3 s"; empty when the model showed no reasoning.
std::string thought(const Entry& answer);

// What an answer's place shows before the first word: "Waiting for 1 other turn…"
std::string waiting(const Entry& answer);

}  // namespace magic::words
