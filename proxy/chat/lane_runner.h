// One lane from its plan to its stored answer: the summary that it may need first, the provider,
// what is tried when that fails before its first word, and what is kept of it all.
// Thread rule: blocks; one thread a lane, several lanes of a turn at once.
#pragma once

#include "proxy/chat/chat_parts.h"
#include "proxy/chat/lane.h"
#include "proxy/chat/turn_run.h"

namespace magic {

// The lane's own token is cancelled with the turn's, but does not know why.
struct LaneTokens {
  const CancelToken& turn;
  CancelToken& lane;
};

// `lane` is planned, and changes with what is really sent.
LaneResult run_lane(ChatParts& parts, const TurnInputs& inputs, Lane& lane, LaneSink& sink,
                    LaneTokens tokens);

// Instead of run_lane, when the question has its answer already.
LaneResult repeat_lane(const TurnInputs& inputs, const Lane& lane, const Message& answer,
                       LaneSink& sink);

// Instead of run_lane, when the client has gone before it: stores that there is no answer.
void abandon_lane(ChatParts& parts, const TurnInputs& inputs, const Lane& lane);

}  // namespace magic
