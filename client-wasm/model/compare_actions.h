// What a person asks of one message to several lanes at once.
// Thread rule: plain values.
#pragma once

#include <string>
#include <variant>

#include "shared/turn_requests.h"

namespace magic {

// Lanes to begin with.
enum class ComparePreset {
  off_on,      // memory off, memory on
  strategies,  // full, last n, token budget, summary
  providers,   // the same memory at each provider that is available
};

namespace action {
struct ShowCompare {
  bool open = true;
};
struct ChooseLanes {
  ComparePreset preset = ComparePreset::off_on;
};
struct AddLane {};
struct RemoveLane {
  int slot = 0;
};
struct ChangeLane {
  int slot = 0;
  LaneChanges changes;
};
struct ChangeQuestion {
  std::string text;
};
struct AskLanes {};
struct StopLanes {};
struct GoOnWith {  // this lane's answer is the one that counts; back to the chat
  int slot = 0;
};
}  // namespace action

using CompareAction = std::variant<action::ShowCompare, action::ChooseLanes, action::AddLane,
                                   action::RemoveLane, action::ChangeLane, action::ChangeQuestion,
                                   action::AskLanes, action::StopLanes, action::GoOnWith>;

}  // namespace magic
