// The routes, by topic. Each function adds its paths to a server, behind a prefix ("" or "/api").
// A handler parses into a struct, calls the chat service, and replies: nothing else.
#pragma once

#include <string>

#include <httplib.h>

#include "proxy/chat/chat_service.h"
#include "proxy/http/live_turns.h"
#include "shared/chat_json.h"

namespace magic {

// What handlers need; outlives the servers.
struct RouteContext {
  ChatService& chat;
  LiveTurns& live;
  ChatLimits limits;
};

void add_health_routes(httplib::Server& server, const std::string& prefix, RouteContext& context);
void add_chat_routes(httplib::Server& server, const std::string& prefix, RouteContext& context);
void add_session_routes(httplib::Server& server, const std::string& prefix, RouteContext& context);

}  // namespace magic
