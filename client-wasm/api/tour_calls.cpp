#include "client-wasm/api/tour_calls.h"

#include <utility>

#include "client-wasm/api/chat_stream.h"
#include "shared/api_paths.h"
#include "shared/session_json.h"

namespace magic {
namespace {

bool is_good(int status) { return status >= 200 && status <= 299; }

}  // namespace

void make_tour_session(ProxyApi& api, const std::string& title,
                       std::function<void(const Result<std::string>&)> on_result) {
  api.ask({"POST", std::string(api::kSessions), to_json(SessionCreateRequest{title, {}})},
          [on_result = std::move(on_result)](const ProxyApi::WholeAnswer& answer) {
            if (!is_good(answer.status))
              return on_result(failure_of(answer.status, answer.body).error);
            const Result<SessionInfo> info = session_info_from_json(answer.body);
            if (info)
              on_result(info.value().id);
            else
              on_result(info.error());
          });
}

void mark_tour_message(ProxyApi& api, const std::string& session_id, const std::string& message_id,
                       const MessagePatchRequest& patch,
                       std::function<void(const Status&)> on_result) {
  api.ask({"PATCH", api::messages(session_id) + "/" + message_id, to_json(patch)},
          [on_result = std::move(on_result)](const ProxyApi::WholeAnswer& answer) {
            if (is_good(answer.status))
              on_result(success());
            else
              on_result(failure_of(answer.status, answer.body).error);
          });
}

}  // namespace magic
