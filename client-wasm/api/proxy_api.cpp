#include "client-wasm/api/proxy_api.h"

#include <utility>

#include "client-wasm/api/chat_stream.h"
#include "client-wasm/api/percent_encoded.h"
#include "shared/api_paths.h"
#include "shared/chat_json.h"

namespace magic {
ProxyApi::ProxyApi(Transport& transport) : transport_(transport) {}

ProxyApi::~ProxyApi() {
  *alive_ = false;
  for (const RequestId id : running_) transport_.cancel(id);
}

// A wrapper around every request: remembers it as running, and keeps its handlers from running once
// this is gone.
RequestId ProxyApi::start(HttpRequest request, HttpHandlers handlers) {
  auto own_id = std::make_shared<RequestId>(0);
  HttpHandlers guarded;
  guarded.on_status = [alive = alive_, inner = std::move(handlers.on_status)](int status) {
    if (*alive) inner(status);
  };
  guarded.on_body = [alive = alive_, inner = std::move(handlers.on_body)](std::string_view bytes) {
    if (*alive) inner(bytes);
  };
  guarded.on_end = [this, alive = alive_, own_id,
                    inner = std::move(handlers.on_end)](TransportEnd end) {
    if (!*alive) return;
    running_.erase(*own_id);
    inner(end);
  };
  *own_id = transport_.start(std::move(request), std::move(guarded));
  running_.insert(*own_id);
  return *own_id;
}

RequestId ProxyApi::chat(const ChatRequest& request, OnChatEvent on_event) {
  return stream_turn({"POST", std::string(api::kChat), to_json(request)}, std::move(on_event));
}

RequestId ProxyApi::stream_turn(HttpRequest request, OnChatEvent on_event) {
  const auto stream = std::make_shared<ChatStream>(std::move(on_event));
  return start(std::move(request), {[stream](int status) { stream->take_status(status); },
                                    [stream](std::string_view bytes) { stream->take_bytes(bytes); },
                                    [stream](TransportEnd end) { stream->take_end(end); }});
}

void ProxyApi::stop(RequestId id) { transport_.cancel(id); }

void ProxyApi::ask(HttpRequest request, std::function<void(const WholeAnswer&)> on_answer) {
  const auto answer = std::make_shared<WholeAnswer>();
  start(std::move(request), {[answer](int status) { answer->status = status; },
                             [answer](std::string_view bytes) { answer->body += bytes; },
                             [answer, on_answer = std::move(on_answer)](TransportEnd end) {
                               if (end != TransportEnd::finished) answer->status = 0;
                               on_answer(*answer);
                             }});
}

RequestId ProxyApi::listen(HttpRequest request, OnEvent on_event,
                           std::function<void(const WholeAnswer&)> on_end,
                           std::function<void()> on_open) {
  struct Heard {
    WholeAnswer answer;
    SseParser events;
  };
  const auto heard = std::make_shared<Heard>();
  return start(std::move(request),
               {[heard, on_open = std::move(on_open)](int status) {
                  heard->answer.status = status;
                  if (status == 200) on_open();
                },
                [heard, on_event = std::move(on_event)](std::string_view bytes) {
                  if (heard->answer.status >= 400)
                    heard->answer.body += bytes;
                  else
                    heard->events.feed(bytes, on_event);
                },
                [heard, on_end = std::move(on_end)](TransportEnd) { on_end(heard->answer); }});
}

void ProxyApi::health(OnHealth on_result) {
  ask({"GET", std::string(api::kHealth), {}},
      [on_result = std::move(on_result)](const WholeAnswer& answer) {
        if (answer.status != 200)
          on_result(failure_of(answer.status, answer.body).error);
        else
          on_result(health_from_json(answer.body));
      });
}

void ProxyApi::messages(const std::string& session_id, const std::optional<std::string>& after,
                        OnPage on_result) {
  std::string path = api::messages(session_id) + "?limit=" + std::to_string(kMessagesPerPage);
  if (after) path += "&after=" + percent_encoded(*after);
  ask({"GET", std::move(path), {}}, [on_result = std::move(on_result)](const WholeAnswer& answer) {
    if (answer.status != 200)
      on_result(failure_of(answer.status, answer.body).error);
    else
      on_result(message_page_from_json(answer.body));
  });
}

void ProxyApi::clear(const std::string& session_id, OnStatus on_result) {
  get_status({"POST", std::string(api::kClearSession), clear_request_to_json(session_id)},
             std::move(on_result));
}

void ProxyApi::cancel_turn(const std::string& session_id, const std::string& turn_id,
                           OnStatus on_result) {
  get_status({"POST", api::turn(session_id, percent_encoded(turn_id)) + "/cancel", {}},
             std::move(on_result));
}

void ProxyApi::get_status(HttpRequest request, OnStatus on_result) {
  ask(std::move(request), [on_result = std::move(on_result)](const WholeAnswer& answer) {
    if (answer.status < 200 || answer.status > 299)
      on_result(failure_of(answer.status, answer.body).error);
    else
      on_result(success());
  });
}

}  // namespace magic
