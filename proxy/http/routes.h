// The routes, by topic. Each function adds its paths to a router.
// A handler parses into a struct, calls the chat service, and replies: nothing else.
#pragma once

#include "proxy/chat/chat_service.h"
#include "proxy/chat/session_service.h"
#include "proxy/http/live_turns.h"
#include "proxy/http/router.h"
#include "proxy/http/turn_limits.h"
#include "shared/chat_json.h"

namespace magic {

// What handlers need; outlives the servers.
struct RouteContext {
  ChatService& chat;
  SessionService& sessions;
  LiveTurns& live;
  TurnLimits& turn_limits;
  ChatLimits limits;
};

void add_health_routes(Router& router, RouteContext& context);
void add_chat_routes(Router& router, RouteContext& context);
void add_session_routes(Router& router, RouteContext& context);
void add_message_routes(Router& router, RouteContext& context);
void add_turn_routes(Router& router, RouteContext& context);
void add_live_routes(Router& router, RouteContext& context);
void add_provider_routes(Router& router, RouteContext& context);

}  // namespace magic
