// The proxy's calls about one turn, its messages, and what is left of a session's time.
// Thread rule and errors: proxy_api.h.
#pragma once

#include <functional>
#include <string>

#include "client-wasm/api/proxy_api.h"
#include "client-wasm/api/stored_calls.h"
#include "shared/session_requests.h"
#include "shared/session_types.h"
#include "shared/turn_record.h"
#include "shared/turn_requests.h"

namespace magic {

void read_turn(ProxyApi& api, const std::string& session_id, const std::string& turn_id,
               std::function<void(const Result<TurnRecord>&)> on_result);

// Another answer to the same question, told when it is whole; it is stored as an alternative.
void replay_turn(ProxyApi& api, const std::string& session_id, const std::string& turn_id,
                 const ReplayRequest& request,
                 std::function<void(const Result<ChatAnswer>&)> on_result);

void mark_message(ProxyApi& api, const std::string& session_id, const std::string& message_id,
                  const MessagePatchRequest& marks, ProxyApi::OnStatus on_result);

void read_session(ProxyApi& api, const std::string& session_id,
                  std::function<void(const Result<SessionInfo>&)> on_result);

}  // namespace magic
