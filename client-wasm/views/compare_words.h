// The words of the comparison that are more than a label.
// Pure functions; no Dear ImGui.
#pragma once

#include <string>
#include <vector>

#include "client-wasm/model/compare.h"
#include "client-wasm/model/compare_actions.h"
#include "client-wasm/views/words.h"

namespace magic::words {

std::string lane_letter(int slot);                           // "A"
std::string lane_name(int slot);                             // "Lane A"
std::string strategy(MemoryStrategy strategy);               // "Token budget"
std::string memory(const LaneRequest& lane);                 // "budget of 200 tokens"
std::string memory_number(const LaneRequest& lane);          // "200 tokens"; empty: it has none
std::string plan(const LaneRequest& lane);                   // what it will be sent
std::string asked_as(const LaneRequest& lane);               // when it was changed since
std::string preset(ComparePreset preset, const ChatModel&);  // "Off vs on"

// How a lane's answer ended, if it did not end well; else empty.
std::string lane_problem(const CompareLane& lane);

// What a lane's answer took, always the same rows; a value that is not known is a dash.
struct Figure {
  std::string name, value;
};
std::vector<Figure> figures(const CompareLane& lane);

// Why asking is not possible, or came to nothing; empty when there is nothing to say.
Notice compare_notice(const CompareModel& model, const ChatModel& chat);
// The line under the field: what asking means, or what is going on.
std::string compare_line(const CompareModel& model, const ChatModel& chat);

}  // namespace magic::words
