#include "shared/turn_requests.h"

namespace magic {

LaneRequest apply(const LaneChanges& changes, const LaneRequest& original) {
  LaneRequest lane = original;
  if (changes.provider && *changes.provider != original.provider) {
    lane.provider = *changes.provider;
    lane.model.reset();
  }
  if (changes.mode) lane.mode = *changes.mode;
  if (changes.model) lane.model = changes.model;
  if (changes.memory) lane.memory = *changes.memory;
  if (changes.instructions) lane.instructions = changes.instructions;
  if (changes.max_output_tokens) lane.max_output_tokens = changes.max_output_tokens;
  if (changes.temperature) lane.temperature = changes.temperature;
  return lane;
}

std::optional<Error> lane_problem(const LaneRequest& lane) {
  // In mode stateless the memory does not count, so it may stay as it was set before.
  if (lane.mode == Mode::stateful && lane.memory.strategy == MemoryStrategy::provider &&
      lane.provider != ProviderId::chatgpt)
    return invalid_field("memory.strategy",
                         "memory.strategy provider needs provider chatgpt: no other provider "
                         "keeps a conversation.");
  return std::nullopt;
}

}  // namespace magic
