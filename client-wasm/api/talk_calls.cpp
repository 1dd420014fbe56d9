#include "client-wasm/api/talk_calls.h"

#include <utility>

#include "client-wasm/api/chat_stream.h"
#include "client-wasm/api/percent_encoded.h"
#include "client-wasm/words/say.h"
#include "shared/api_paths.h"
#include "shared/chat_json.h"

namespace magic {
namespace {

// A proxy takes request lines of 8 KiB.
constexpr std::size_t kMaxPathBytes = 6000;

bool is_success(const ProxyApi::WholeAnswer& answer) {
  return answer.status >= 200 && answer.status <= 299;
}

std::function<void(const ProxyApi::WholeAnswer&)> to_status(ProxyApi::OnStatus on_result) {
  return [on_result = std::move(on_result)](const ProxyApi::WholeAnswer& answer) {
    if (is_success(answer))
      on_result(success());
    else
      on_result(failure_of(answer.status, answer.body).error);
  };
}

// `read` makes a Result<T> of the body.
template <class T, class Read>
std::function<void(const ProxyApi::WholeAnswer&)> to_result(
    std::function<void(const Result<T>&)> on_result, Read read) {
  return [on_result = std::move(on_result), read](const ProxyApi::WholeAnswer& answer) {
    if (is_success(answer))
      on_result(read(answer.body));
    else
      on_result(failure_of(answer.status, answer.body).error);
  };
}

}  // namespace

RequestId replay(ProxyApi& api, const OutgoingReplay& wanted, ProxyApi::OnChatEvent on_event) {
  return api.stream_turn(
      {"POST", api::turn(wanted.session_id, percent_encoded(wanted.turn_id)) + "/replay",
       to_json(wanted.request)},
      std::move(on_event));
}

std::optional<std::string> preview_path(const std::string& session_id, const LaneRequest& lane,
                                        const std::string& draft) {
  std::string path = api::session(session_id) + "/context?mode=" + std::string(name_of(lane.mode)) +
                     "&provider=" + std::string(name_of(lane.provider));
  const auto add = [&](const char* name, const std::string& value) {
    path += "&" + std::string(name) + "=" + percent_encoded(value);
  };
  if (lane.model) add("model", *lane.model);
  if (lane.mode == Mode::stateful) {
    add("strategy", std::string(name_of(lane.memory.strategy)));
    if (lane.memory.strategy == MemoryStrategy::last_n) add("n", std::to_string(lane.memory.n));
    if (lane.memory.strategy == MemoryStrategy::token_budget)
      add("tokens", std::to_string(lane.memory.tokens));
    if (lane.memory.strategy == MemoryStrategy::summary)
      add("keep_last", std::to_string(lane.memory.keep_last));
  }
  if (lane.max_output_tokens) add("max_output_tokens", std::to_string(*lane.max_output_tokens));
  if (lane.instructions) add("instructions", *lane.instructions);
  if (!draft.empty()) add("message", draft);
  if (path.size() > kMaxPathBytes) return std::nullopt;
  return path;
}

void preview(ProxyApi& api, const std::string& path,
             std::function<void(const Result<ContextReport>&)> on_result) {
  api.ask({"GET", path, {}}, to_result<ContextReport>(std::move(on_result), [](const auto& body) {
            return context_report_from_json(body);
          }));
}

void session_info(ProxyApi& api, const std::string& session_id,
                  std::function<void(const Result<SessionInfo>&)> on_result) {
  api.ask({"GET", api::session(session_id), {}},
          to_result<SessionInfo>(std::move(on_result),
                                 [](const auto& body) { return session_info_from_json(body); }));
}

void find_session(ProxyApi& api, const std::string& session_id,
                  std::function<void(const Result<SessionInfo>&)> on_result) {
  const auto read = [session_id](const std::string& body) -> Result<SessionInfo> {
    const Result<std::vector<SessionInfo>> sessions = session_list_from_json(body);
    if (!sessions) return sessions.error();
    for (const SessionInfo& info : sessions.value())
      if (info.id == session_id) return info;
    return not_found(say(Word::error_no_session));
  };
  api.ask({"GET", std::string(api::kSessions), {}},
          to_result<SessionInfo>(std::move(on_result), read));
}

void set_local_only(ProxyApi& api, const std::string& session_id, bool local_only,
                    ProxyApi::OnStatus on_result) {
  SessionPatchRequest patch;
  patch.local_only = local_only;
  api.ask({"PATCH", api::session(session_id), to_json(patch)}, to_status(std::move(on_result)));
}

void create_session(ProxyApi& api, const std::string& session_id, ProxyApi::OnStatus on_result) {
  SessionCreateRequest create;
  create.session_id = session_id;
  api.ask({"POST", std::string(api::kSessions), to_json(create)}, to_status(std::move(on_result)));
}

}  // namespace magic
