// Whether what was made of a session's older part may stand in for it in this turn.
// Thread rule: pure functions; the pointers are into `past`.
#pragma once

#include "proxy/memory/context_plan.h"
#include "proxy/memory/past_turns.h"
#include "proxy/store/stored_memory.h"

namespace magic {

// nullptr unless the strategy asks for it, and for a replay: when the summary knows of messages
// that are newer than the question, or of one that is to be left out this time.
const StoredSummary* usable_summary(const PlanRequest& request, const StoredMemory& past);

// nullptr unless the strategy asks for it and the provider's response is of this model, is the
// answer that counts in its turn, and knows of no message that is to be left out this time.
const HeldResponse* usable_held(const PlanRequest& request, const StoredMemory& past,
                                const PastTurns& turns);

}  // namespace magic
