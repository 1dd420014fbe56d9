// What the tour asks of the proxy besides chatting.
// Thread rule: UI thread; results come inside Transport::poll().
#pragma once

#include <functional>
#include <string>

#include "client-wasm/api/proxy_api.h"
#include "shared/session_requests.h"

namespace magic {

// POST /sessions; the result is the new session's id.
void make_tour_session(ProxyApi& api, const std::string& title,
                       std::function<void(const Result<std::string>&)> on_result);

// PATCH /sessions/{id}/messages/{message id}
void mark_tour_message(ProxyApi& api, const std::string& session_id, const std::string& message_id,
                       const MessagePatchRequest& patch,
                       std::function<void(const Status&)> on_result);

}  // namespace magic
