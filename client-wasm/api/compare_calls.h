// What the comparison asks of the proxy. Paths and shapes: shared/api_paths.h, shared/chat_json.h.
// Thread rule: UI thread only; every handler runs inside Transport::poll().
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client-wasm/api/proxy_api.h"
#include "client-wasm/api/stored_calls.h"
#include "shared/turn_requests.h"

namespace magic {

struct CompareHandlers {
  // In the order of chat_event.h for each lane, lanes mixed; a lane that the connection leaves
  // behind has no end. What is sent may change before the first piece: TurnStarted then comes again.
  std::function<void(int lane, const ChatEvent& event)> on_lane;
  std::function<void(int ahead)> on_queued;  // turns of the session that come first
  // Exactly once, last: with what kept every lane from being asked, or broke the connection.
  std::function<void(const std::optional<Error>& error)> on_end;
};
RequestId compare(ProxyApi& api, const CompareRequest& request, CompareHandlers handlers);

// Makes one of a turn's answers the one that counts.

}  // namespace magic
