#include "proxy/memory/usable_memory.h"

#include <algorithm>

namespace magic {
namespace {

bool asks_for(const PlanRequest& request, MemoryStrategy strategy) {
  return !is_stateless(request) && request.memory.strategy == strategy;
}

bool leaves_out_any_up_to(const PlanRequest& request, const std::string& id) {
  return !request.without.empty() && *request.without.begin() <= id;
}

}  // namespace

const StoredSummary* usable_summary(const PlanRequest& request, const StoredMemory& past) {
  if (!asks_for(request, MemoryStrategy::summary) || !past.summary || past.messages.empty() ||
      past.summary->covers_to > past.messages.back().id ||
      leaves_out_any_up_to(request, past.summary->covers_to))
    return nullptr;
  return &*past.summary;
}

const HeldResponse* usable_held(const PlanRequest& request, const StoredMemory& past,
                                const PastTurns& turns) {
  if (!asks_for(request, MemoryStrategy::provider) || !past.held ||
      past.held->model != request.model || leaves_out_any_up_to(request, past.held->covers_to))
    return nullptr;
  const auto is_held_answer = [&](const PastTurn& turn) {
    return turn.is_open() && turn.answer->id == past.held->covers_to;
  };
  const std::vector<PastTurn>& all = turns.turns();
  return std::any_of(all.begin(), all.end(), is_held_answer) ? &*past.held : nullptr;
}

}  // namespace magic
