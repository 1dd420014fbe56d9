// OpenAI's API as the proxy offers it itself: POST /v1/chat/completions, POST /v1/responses,
// GET /v1/models and GET /v1/models/NAME. An OpenAI client works with it under another base URL.
//
// The header X-Session-Id gives it memory: the conversation is kept in Redis under that id and comes
// from there; the answer carries the header back. Without it nothing is stored.
#pragma once

#include <httplib.h>

#include "proxy/http/live_turns.h"
#include "proxy/http/router.h"
#include "proxy/http/turn_limits.h"
#include "proxy/openai_face/face_chat.h"
#include "shared/chat_limits.h"
#include "shared/result.h"

namespace magic {

// What the handlers need; outlives the servers.
struct OpenAiContext {
  FaceChat& chat;
  LiveTurns& live;
  TurnLimits& turn_limits;
  ChatLimits limits;
};

void add_openai_routes(Router& router, OpenAiContext& context);

// What their paths begin with, and an error in OpenAI's shape, with its status and what its clients
// are told about trying again.
inline constexpr char kOpenAiPaths[] = "/v1/";
void reply_openai_error(httplib::Response& response, const Error& error);

}  // namespace magic
