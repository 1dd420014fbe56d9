// The calls of the conversation beside sending a message.
//
// Thread rule and errors: as in proxy_api.h.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client-wasm/api/proxy_api.h"
#include "client-wasm/api/stored_calls.h"
#include "client-wasm/model/turns.h"
#include "shared/session_types.h"

namespace magic {

// Events are those of a new message.
RequestId replay(ProxyApi& api, const OutgoingReplay& wanted, ProxyApi::OnChatEvent on_event);

// What would be sent now. nullopt: too long to be asked about, as the question is a URL.
std::optional<std::string> preview_path(const std::string& session_id, const LaneRequest& lane,
                                        const std::string& draft);
void preview(ProxyApi& api, const std::string& path,
             std::function<void(const Result<ContextReport>&)> on_result);

// Of a session that is stored; a browser reports an answer of 404 as a fault of the page.
void session_info(ProxyApi& api, const std::string& session_id,
                  std::function<void(const Result<SessionInfo>&)> on_result);
// Of one that may not be stored: looked for among the caller's own. not_found: it is not there.
void find_session(ProxyApi& api, const std::string& session_id,
                  std::function<void(const Result<SessionInfo>&)> on_result);
void set_local_only(ProxyApi& api, const std::string& session_id, bool local_only,
                    ProxyApi::OnStatus on_result);
// conflict: there is one already.
void create_session(ProxyApi& api, const std::string& session_id, ProxyApi::OnStatus on_result);

}  // namespace magic
