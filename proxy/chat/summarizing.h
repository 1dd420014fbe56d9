// The call that makes a rolling summary, when one is due for a lane.
// Thread rule: blocks as long as the model does.
#pragma once

#include "proxy/chat/chat_parts.h"
#include "proxy/chat/lane.h"
#include "proxy/chat/turn_run.h"

namespace magic {

// Makes and stores the summary, and plans the lane again with it; the sink hears before the call
// that one is being made, and afterwards what is sent. When it cannot be made, the lane is planned
// with the full history as far as it fits, and a note of its context report says so.
// `past` then holds the summary.
void summarize_if_due(ChatParts& parts, const TurnInputs& inputs, Lane& lane, StoredMemory& past,
                      LaneSink& sink, CancelToken& token);

}  // namespace magic
