// Turns whose proxy died before it had stored their answer.
//
// A turn keeps its place in its session's line until its answers are stored, so whoever has a place
// there with nobody ahead knows that no earlier turn is under way: one without an answer has lost
// its proxy. What that one had said is still in the live feed, up to the last 50 ms or so, and is
// stored as the answer it was, with status "disconnected". A dead proxy's place lives for another
// TurnQueue::kPlaceLifeMs, so no turn is found to be lost before that.
// Limit: the provider of a comparison's further lanes is stored with the answer only; what is left
// of such a lane is told as the first one's.
// Thread rule: may be called from any thread; blocks on the store, not on other turns.
#pragma once

#include <string>
#include <vector>

#include "proxy/chat/chat_parts.h"
#include "proxy/chat/turn_request.h"
#include "proxy/store/stored_memory.h"

namespace magic {

// Of messages in stored order, the newest turn if it has no answer at all; else "".
std::string unanswered_turn(const std::vector<Message>& messages);

// For who has the session's place, with nobody ahead. Error: store_unavailable.
Status mend_lost_turn(ChatParts& parts, const std::string& session_id, const std::string& turn_id);

// Likewise, when a turn begins: mends the newest one of `past` if it needs it. The same message posted
// again is that turn itself, which then gets its answer after all. True: `past` has to be read anew.
Result<bool> mend_turn_before(ChatParts& parts, const std::string& session_id,
                              const StoredMemory& past, const TurnRequest& request);

// For all others: takes a place to find out, and gives it back at once. True: it was lost, and is
// mended now. False: it has ended, or is under way here or elsewhere, or nothing is known because the store does
// not answer.
bool mend_if_lost(ChatParts& parts, const std::string& session_id, const std::string& turn_id);

}  // namespace magic
