// Setting up the lanes of a comparison. Nothing changes while one is running.
// Thread rule: UI thread only; pure functions of their arguments.
#pragma once

#include <vector>

#include "client-wasm/model/compare.h"
#include "client-wasm/model/compare_actions.h"

namespace magic {

// Providers that would answer now.
std::vector<ProviderId> available_providers(const ChatModel& chat);

// Replaces all lanes. Where a preset does not name a provider, it is the chat's, or the first that
// is available.
void choose_lanes(CompareModel& model, const ChatModel& chat, ComparePreset preset);
bool is_chosen(const CompareModel& model, const ChatModel& chat, ComparePreset preset);

bool can_add_lane(const CompareModel& model);
bool can_remove_lane(const CompareModel& model);
// Like the last lane, but with the next strategy, so that there is something to compare.
void add_lane(CompareModel& model);
void remove_lane(CompareModel& model, int slot);
// Its line in the chart begins anew: it was another lane until now. Memory that the new provider
// does not offer becomes full memory.
void change_lane(CompareModel& model, int slot, const LaneChanges& changes);

// Whether memory is off, and if not, which: one thing to choose for a person.
MemoryStrategy strategy_of(const LaneRequest& lane);
// The changes that lead there; a strategy's number is what it was, or a usual one.
LaneChanges with_strategy(const LaneRequest& lane, MemoryStrategy strategy);
// Those at this provider.
std::vector<MemoryStrategy> strategies_of(ProviderId provider);

// The strategy's number: messages of last_n and summary, tokens of token_budget; 0: it has none.
int number_of(const LaneRequest& lane);
// One step up or down a scale that gets coarser, within what the proxy allows.
LaneChanges with_number_stepped(const LaneRequest& lane, bool up);

}  // namespace magic
