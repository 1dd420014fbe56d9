// The proxy's HTTP API as calls: structs out, typed events in. The paths and shapes are those of
// shared/api_paths.h and shared/chat_json.h.
//
// Thread rule: UI thread only; every handler runs inside Transport::poll().
// Errors: the proxy's own words where it gave any; ErrorCode::network with a sentence of ours where
// it could not be reached or understood.
// Destroying this cancels what is under way, and no handler runs afterwards.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "client-wasm/api/transport.h"
#include "client-wasm/model/chat_event.h"
#include "shared/chat_types.h"
#include "shared/provider_types.h"
#include "shared/result.h"
#include "shared/sse.h"

namespace magic {

inline constexpr int kMessagesPerPage = 500;  // the most that the proxy gives at once

class ProxyApi {
 public:
  // The transport must outlive this.
  explicit ProxyApi(Transport& transport);
  ~ProxyApi();
  ProxyApi(const ProxyApi&) = delete;
  ProxyApi& operator=(const ProxyApi&) = delete;

  // Events come in the order of chat_event.h, ending with exactly one of its ends.
  using OnChatEvent = std::function<void(const ChatEvent&)>;
  RequestId chat(const ChatRequest& request, OnChatEvent on_event);
  // For other calls that are answered as POST /chat is.
  RequestId stream_turn(HttpRequest request, OnChatEvent on_event);
  // Hangs up: the turn then ends with TurnStopped, unless it has ended before, and the proxy stores
  // what there is of it as disconnected.
  void stop(RequestId id);
  // Asks the proxy to end the turn, whose events then end by themselves; stored as cancelled.
  using OnStatus = std::function<void(const Status&)>;
  void cancel_turn(const std::string& session_id, const std::string& turn_id, OnStatus on_result);

  // For the calls of the UI's other parts (api/*_calls.h). status 0: not reached, or broken off.
  struct WholeAnswer {
    int status = 0;
    std::string body;
  };
  void ask(HttpRequest request, std::function<void(const WholeAnswer&)> on_answer);
  // Server-sent events as they come; on_end exactly once, with the status (0: not reached) and, for
  // one of 400 or more, the body. on_open: once, when the proxy has begun to send events.
  using OnEvent = std::function<void(const SseEvent&)>;
  RequestId listen(
      HttpRequest request, OnEvent on_event, std::function<void(const WholeAnswer&)> on_end,
      std::function<void()> on_open = [] {});

  using OnHealth = std::function<void(const Result<Health>&)>;
  void health(OnHealth on_result);

  using OnPage = std::function<void(const Result<MessagePage>&)>;
  void messages(const std::string& session_id, const std::optional<std::string>& after,
                OnPage on_result);

  void clear(const std::string& session_id, OnStatus on_result);

 private:
  void get_status(HttpRequest request, OnStatus on_result);
  RequestId start(HttpRequest request, HttpHandlers handlers);

  Transport& transport_;
  // Cleared by the destructor: handlers that the transport still holds then do nothing.
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::set<RequestId> running_;
};

}  // namespace magic
