// The one kind of TurnRun: new questions, repeated ones, replays, comparisons.
#pragma once

#include <memory>
#include <vector>

#include "proxy/chat/chat_parts.h"
#include "proxy/chat/lane.h"
#include "proxy/chat/turn_request.h"
#include "proxy/chat/turn_run.h"
#include "proxy/store/turn_queue.h"

namespace magic {

// `lanes` hold their requests and providers; `place` is this turn's in the session's line.
std::unique_ptr<TurnRun> make_turn_runner(ChatParts& parts, TurnRequest request,
                                          std::string session_id, std::vector<Lane> lanes,
                                          std::unique_ptr<TurnQueue::Place> place);

}  // namespace magic
