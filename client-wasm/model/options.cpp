#include "client-wasm/model/options.h"

#include <algorithm>

namespace magic {

LaneRequest lane_of(const Options& options, Mode mode, ProviderId provider) {
  LaneRequest lane;
  lane.mode = mode;
  lane.provider = provider;
  const auto chosen = options.models.find(provider);
  if (chosen != options.models.end()) lane.model = chosen->second;
  if (!options.instructions.empty()) lane.instructions = options.instructions;
  lane.max_output_tokens = options.max_output_tokens;
  if (takes_temperature(provider, lane.model.value_or(""))) lane.temperature = options.temperature;
  if (mode == Mode::stateless || !knows_strategy(provider, options.memory.strategy)) return lane;

  // Only the number that belongs to the strategy.
  lane.memory.strategy = options.memory.strategy;
  MemoryChoice all = options.memory;
  if (const int* number = number_of(all)) *number_of(lane.memory) = *number;
  return lane;
}

LaneChanges changes_of(const LaneRequest& lane) {
  LaneChanges changes;
  changes.mode = lane.mode;
  changes.provider = lane.provider;
  changes.model = lane.model;
  changes.memory = lane.memory;
  changes.instructions = lane.instructions.value_or("");
  changes.max_output_tokens = lane.max_output_tokens;
  changes.temperature = lane.temperature;
  return changes;
}

bool takes_temperature(ProviderId provider, std::string_view model) {
  if (provider != ProviderId::chatgpt) return true;
  for (const std::string_view family : {"gpt-5", "o1", "o3", "o4"})
    if (model.substr(0, family.size()) == family) return false;
  return true;
}

bool knows_strategy(ProviderId provider, MemoryStrategy strategy) {
  return strategy != MemoryStrategy::provider || provider == ProviderId::chatgpt;
}

int* number_of(MemoryChoice& memory) {
  switch (memory.strategy) {
    case MemoryStrategy::last_n:
      return &memory.n;
    case MemoryStrategy::token_budget:
      return &memory.tokens;
    case MemoryStrategy::summary:
      return &memory.keep_last;
    case MemoryStrategy::none:
    case MemoryStrategy::full:
    case MemoryStrategy::provider:
      return nullptr;
  }
  return nullptr;
}

const std::vector<int>& steps_of(MemoryStrategy strategy) {
  static const std::vector<int> kMessages{1, 2, 4, 6, 8, 10, 20, 50, 100, 200};
  static const std::vector<int> kKept{2, 4, 6, 8, 10, 20, 50, 100};
  static const std::vector<int> kTokens{100, 250, 500, 1000, 2000, 4000, 8000, 16000, 32000, 64000};
  if (strategy == MemoryStrategy::token_budget) return kTokens;
  return strategy == MemoryStrategy::summary ? kKept : kMessages;
}

const std::vector<int>& answer_length_steps() {
  static const std::vector<int> kSteps{64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384};
  return kSteps;
}

int stepped(const std::vector<int>& steps, int value, int direction) {
  if (direction > 0) {
    const auto above = std::upper_bound(steps.begin(), steps.end(), value);
    return above == steps.end() ? steps.back() : *above;
  }
  const auto at = std::lower_bound(steps.begin(), steps.end(), value);
  return at == steps.begin() ? steps.front() : *(at - 1);
}

}  // namespace magic
