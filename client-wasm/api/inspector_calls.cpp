#include "client-wasm/api/inspector_calls.h"

#include <memory>
#include <optional>
#include <utility>

#include "client-wasm/api/chat_stream.h"
#include "client-wasm/api/percent_encoded.h"
#include "shared/api_paths.h"
#include "shared/chat_json.h"

namespace magic {
namespace {

bool is_success(int status) { return status >= 200 && status <= 299; }

// Asks, and reads what comes back with `from_json`.
template <class T>
void ask_for(ProxyApi& api, HttpRequest request, Result<T> (*from_json)(std::string_view),
             std::function<void(const Result<T>&)> on_result) {
  api.ask(std::move(request),
          [from_json, on_result = std::move(on_result)](const ProxyApi::WholeAnswer& answer) {
            if (is_success(answer.status))
              on_result(from_json(answer.body));
            else
              on_result(failure_of(answer.status, answer.body).error);
          });
}

void ask_to(ProxyApi& api, HttpRequest request, ProxyApi::OnStatus on_result) {
  api.ask(std::move(request),
          [on_result = std::move(on_result)](const ProxyApi::WholeAnswer& answer) {
            if (is_success(answer.status))
              on_result(success());
            else
              on_result(failure_of(answer.status, answer.body).error);
          });
}

std::string turn_path(const std::string& session_id, const std::string& turn_id) {
  return api::turn(percent_encoded(session_id), percent_encoded(turn_id));
}

std::string message_path(const std::string& session_id, const std::string& message_id) {
  return api::messages(percent_encoded(session_id)) + "/" + percent_encoded(message_id);
}

}  // namespace

void read_turn(ProxyApi& api, const std::string& session_id, const std::string& turn_id,
               std::function<void(const Result<TurnRecord>&)> on_result) {
  ask_for<TurnRecord>(api, {"GET", turn_path(session_id, turn_id), {}}, turn_record_from_json,
                      std::move(on_result));
}

void replay_turn(ProxyApi& api, const std::string& session_id, const std::string& turn_id,
                 const ReplayRequest& request,
                 std::function<void(const Result<ChatAnswer>&)> on_result) {
  // As a stream, for its heartbeats: a slow model is silent for longer than a gateway may wait.
  ReplayRequest streamed = request;
  streamed.stream = true;
  const auto answer = std::make_shared<std::optional<Result<ChatAnswer>>>();
  api.listen(
      {"POST", turn_path(session_id, turn_id) + "/replay", to_json(streamed)},
      [answer](const SseEvent& event) {
        if (event.name == "done")
          *answer = chat_answer_from_json(event.data);
        else if (event.name == "error")
          *answer = Result<ChatAnswer>(shown_failure_from_json(event.data).error);
      },
      [answer, on_result = std::move(on_result)](const ProxyApi::WholeAnswer& end) {
        if (*answer)
          on_result(**answer);
        else
          on_result(failure_of(end.status >= 400 ? end.status : 0, end.body).error);
      });
}

void mark_message(ProxyApi& api, const std::string& session_id, const std::string& message_id,
                  const MessagePatchRequest& marks, ProxyApi::OnStatus on_result) {
  ask_to(api, {"PATCH", message_path(session_id, message_id), to_json(marks)},
         std::move(on_result));
}

void read_session(ProxyApi& api, const std::string& session_id,
                  std::function<void(const Result<SessionInfo>&)> on_result) {
  ask_for<SessionInfo>(api, {"GET", api::session(percent_encoded(session_id)), {}},
                       session_info_from_json, std::move(on_result));
}

}  // namespace magic
