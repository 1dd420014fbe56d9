// The answer of a turn over HTTP, whole or as a stream: what /chat, /compare and a replay have in
// common.
//
// As a stream: `queued` while other turns of the session come first, then for each lane `context`,
// `reasoning` and `delta`, and exactly one `done` or `error`. In a comparison every event's data
// carries its `lane`.
#pragma once

#include <memory>

#include <httplib.h>

#include "proxy/chat/turn_request.h"
#include "proxy/http/routes.h"

namespace magic {

enum class TurnShape { single, comparison };

// Admits the turn, as far as the caller's limits let it, and answers it, streamed where the request
// says so.
void answer_turn(RouteContext& context, const httplib::Request& http, httplib::Response& response,
                 TurnRequest request, TurnShape shape);

// `Accept: text/event-stream` asks for a stream as well as the body does.
bool accepts_stream(const httplib::Request& request);

}  // namespace magic
