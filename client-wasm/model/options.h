// What is chosen beside the two switches: model, memory strategy, system prompt, temperature and
// the longest answer; and what all of that asks of the proxy for the next message.
//
// Thread rule: plain values, pure functions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/chat_types.h"
#include "shared/turn_requests.h"

namespace magic {

struct Options {
  std::map<ProviderId, std::string> models;  // no entry: the provider's configured one
  // The numbers of all strategies are kept, so that each is still there when one is chosen again.
  MemoryChoice memory{.strategy = MemoryStrategy::full, .n = 6, .tokens = 2000, .keep_last = 6};
  std::string instructions;  // the system prompt; empty: none
  std::optional<double> temperature;
  std::optional<int> max_output_tokens;

  bool operator==(const Options&) const = default;
};

// A strategy that the provider does not know is `full` there.
LaneRequest lane_of(const Options& options, Mode mode, ProviderId provider);
// The same for another answer to an old question. What is not chosen now stays as it was then.
LaneChanges changes_of(const LaneRequest& lane);

// Reasoning models of OpenAI refuse a temperature.
bool takes_temperature(ProviderId provider, std::string_view model);
// Whether the provider can keep a conversation itself.
bool knows_strategy(ProviderId provider, MemoryStrategy strategy);

// The number that a strategy has; nullptr: it has none.
int* number_of(MemoryChoice& memory);
// The numbers that can be chosen for it, least first.
const std::vector<int>& steps_of(MemoryStrategy strategy);
const std::vector<int>& answer_length_steps();
// The next one in that direction (+1 or -1); the same one at the end. What is no step goes to the
// nearest one in that direction.
int stepped(const std::vector<int>& steps, int value, int direction);

}  // namespace magic
