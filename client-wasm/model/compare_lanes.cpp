#include "client-wasm/model/compare_lanes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "shared/chat_limits.h"

namespace magic {
namespace {

constexpr int kUsualLast = 4, kUsualBudget = 200;
constexpr std::array kLastSteps = {1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100, 200};
constexpr std::array kKeepSteps = {2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100, 200};
constexpr std::array kBudgetSteps = {50,   100,  150,  200,  300,  400,   500,   750,   1000,  1500,
                                     2000, 3000, 4000, 6000, 8000, 16000, 32000, 64000, 128000};
constexpr std::array kAllProviders = {ProviderId::chatgpt, ProviderId::ollama, ProviderId::demo};

template <std::size_t N>
int stepped(const std::array<int, N>& steps, int from, bool up) {
  if (up) {
    const auto next = std::upper_bound(steps.begin(), steps.end(), from);
    return next == steps.end() ? from : *next;
  }
  const auto here = std::lower_bound(steps.begin(), steps.end(), from);
  return here == steps.begin() ? from : *std::prev(here);
}

LaneRequest lane_with(ProviderId provider, MemoryStrategy strategy) {
  LaneRequest lane;
  lane.provider = provider;
  return apply(with_strategy(lane, strategy), lane);
}

ProviderId main_provider(const ChatModel& chat) {
  const std::vector<ProviderId> available = available_providers(chat);
  const bool usable =
      std::find(available.begin(), available.end(), chat.provider) != available.end();
  return usable || available.empty() ? chat.provider : available.front();
}

std::vector<LaneRequest> lanes_of(const ChatModel& chat, ComparePreset preset) {
  std::vector<LaneRequest> lanes;
  const ProviderId provider = main_provider(chat);
  switch (preset) {
    case ComparePreset::off_on:
      for (const MemoryStrategy strategy : {MemoryStrategy::none, MemoryStrategy::full})
        lanes.push_back(lane_with(provider, strategy));
      break;
    case ComparePreset::strategies:
      for (const MemoryStrategy strategy : {MemoryStrategy::full, MemoryStrategy::last_n,
                                            MemoryStrategy::token_budget, MemoryStrategy::summary})
        lanes.push_back(lane_with(provider, strategy));
      break;
    case ComparePreset::providers:
      for (const ProviderId each : available_providers(chat))
        lanes.push_back(lane_with(each, MemoryStrategy::full));
      break;
  }
  return lanes;
}

CompareLane* find_lane(CompareModel& model, int slot) {
  const auto found = std::find_if(model.lanes.begin(), model.lanes.end(),
                                  [&](const CompareLane& lane) { return lane.slot == slot; });
  return found == model.lanes.end() ? nullptr : &*found;
}

}  // namespace

std::vector<ProviderId> available_providers(const ChatModel& chat) {
  std::vector<ProviderId> available;
  for (const ProviderId id : kAllProviders) {
    const ProviderStatus* status = status_of(chat, id);
    if (status != nullptr && status->available) available.push_back(id);
  }
  return available;
}

void choose_lanes(CompareModel& model, const ChatModel& chat, ComparePreset preset) {
  std::vector<LaneRequest> requests = lanes_of(chat, preset);
  if (model.running || requests.size() < kMinLanes) return;
  model.lanes.clear();
  for (LaneRequest& request : requests) {
    CompareLane lane;
    lane.slot = static_cast<int>(model.lanes.size());
    lane.request = std::move(request);
    model.lanes.push_back(std::move(lane));
  }
}

bool is_chosen(const CompareModel& model, const ChatModel& chat, ComparePreset preset) {
  const std::vector<LaneRequest> wanted = lanes_of(chat, preset);
  return std::equal(
      model.lanes.begin(), model.lanes.end(), wanted.begin(), wanted.end(),
      [](const CompareLane& lane, const LaneRequest& request) { return lane.request == request; });
}

bool can_add_lane(const CompareModel& model) {
  return !model.running && model.lanes.size() < kMaxLanes;
}

bool can_remove_lane(const CompareModel& model) {
  return !model.running && model.lanes.size() > kMinLanes;
}

void add_lane(CompareModel& model) {
  if (!can_add_lane(model)) return;
  CompareLane lane;
  while (find_lane(model, lane.slot) != nullptr) ++lane.slot;
  if (!model.lanes.empty()) {
    lane.request = model.lanes.back().request;
    const std::vector<MemoryStrategy> all = strategies_of(lane.request.provider);
    const auto here = std::find(all.begin(), all.end(), strategy_of(lane.request));
    const MemoryStrategy next =
        here == all.end() || std::next(here) == all.end() ? all.front() : *std::next(here);
    lane.request = apply(with_strategy(lane.request, next), lane.request);
  }
  const auto place = std::find_if(model.lanes.begin(), model.lanes.end(),
                                  [&](const auto& other) { return other.slot > lane.slot; });
  model.lanes.insert(place, std::move(lane));
}

void remove_lane(CompareModel& model, int slot) {
  if (!can_remove_lane(model)) return;
  std::erase_if(model.lanes, [&](const CompareLane& lane) { return lane.slot == slot; });
}

void change_lane(CompareModel& model, int slot, const LaneChanges& changes) {
  CompareLane* lane = find_lane(model, slot);
  if (model.running || lane == nullptr) return;
  LaneRequest changed = apply(changes, lane->request);
  if (lane_problem(changed)) changed = apply(with_strategy(changed, MemoryStrategy::full), changed);
  if (changed == lane->request) return;
  lane->request = std::move(changed);
  lane->points.clear();
  ++lane->revision;
}

MemoryStrategy strategy_of(const LaneRequest& lane) {
  return lane.mode == Mode::stateless ? MemoryStrategy::none : lane.memory.strategy;
}

LaneChanges with_strategy(const LaneRequest& lane, MemoryStrategy strategy) {
  LaneChanges changes;
  if (strategy == MemoryStrategy::none) {
    changes.mode = Mode::stateless;
    return changes;
  }
  MemoryChoice memory = lane.memory;
  memory.strategy = strategy;
  if (strategy == MemoryStrategy::last_n && memory.n == 0) memory.n = kUsualLast;
  if (strategy == MemoryStrategy::token_budget && memory.tokens == 0) memory.tokens = kUsualBudget;
  changes.mode = Mode::stateful;
  changes.memory = memory;
  return changes;
}

std::vector<MemoryStrategy> strategies_of(ProviderId provider) {
  std::vector<MemoryStrategy> all = {MemoryStrategy::none, MemoryStrategy::full,
                                     MemoryStrategy::last_n, MemoryStrategy::token_budget,
                                     MemoryStrategy::summary};
  if (provider == ProviderId::chatgpt) all.push_back(MemoryStrategy::provider);
  return all;
}

int number_of(const LaneRequest& lane) {
  switch (strategy_of(lane)) {
    case MemoryStrategy::last_n:
      return lane.memory.n;
    case MemoryStrategy::token_budget:
      return lane.memory.tokens;
    case MemoryStrategy::summary:
      return lane.memory.keep_last;
    case MemoryStrategy::none:
    case MemoryStrategy::full:
    case MemoryStrategy::provider:
      return 0;
  }
  return 0;
}

LaneChanges with_number_stepped(const LaneRequest& lane, bool up) {
  MemoryChoice memory = lane.memory;
  if (memory.strategy == MemoryStrategy::last_n)
    memory.n = stepped(kLastSteps, memory.n, up);
  else if (memory.strategy == MemoryStrategy::token_budget)
    memory.tokens = stepped(kBudgetSteps, memory.tokens, up);
  else if (memory.strategy == MemoryStrategy::summary)
    memory.keep_last = stepped(kKeepSteps, memory.keep_last, up);
  LaneChanges changes;
  changes.memory = memory;
  return changes;
}

}  // namespace magic
