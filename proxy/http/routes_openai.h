// OpenAI's API as the proxy offers it itself: POST /v1/chat/completions, POST /v1/responses,
// GET /v1/models, GET /v1/models/{id}. An OpenAI client works against it with another base URL.
//
// The header X-Session-Id gives it memory: the conversation is kept in Redis under that id and comes
// from there; the answer carries the header back. Without it nothing is stored.
// A bearer token is what the listener makes of it; here it changes nothing.
#pragma once

#include "proxy/http/live_turns.h"
#include "proxy/http/router.h"
#include "proxy/openai_face/face_chat.h"
#include "shared/chat_json.h"

namespace magic {

// What the handlers need; outlives the servers.
struct OpenAiContext {
  FaceChat& chat;
  LiveTurns& live;
  ChatLimits limits;
};

void add_openai_routes(Router& router, OpenAiContext& context);

}  // namespace magic
