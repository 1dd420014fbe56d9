#include "client-wasm/api/session_calls.h"

#include <utility>

#include "client-wasm/api/chat_stream.h"
#include "shared/api_paths.h"
#include "shared/session_event_json.h"
#include "shared/session_json.h"

namespace magic {
namespace {

// Reads a good answer by `read`, and hands on what went wrong with another.
template <class T, class Read>
auto answer_to(std::function<void(const Result<T>&)> take, Read read) {
  return [take = std::move(take), read](const ProxyApi::WholeAnswer& answer) {
    if (answer.status < 200 || answer.status > 299)
      take(failure_of(answer.status, answer.body).error);
    else
      take(read(answer.body));
  };
}

}  // namespace

void list_sessions(ProxyApi& api,
                   std::function<void(const Result<std::vector<SessionInfo>>&)> take) {
  api.ask({"GET", std::string(api::kSessions), {}},
          answer_to(std::move(take), session_list_from_json));
}

void rename_session(ProxyApi& api, const std::string& id, const std::string& title,
                    std::function<void(const Result<SessionInfo>&)> take) {
  SessionPatchRequest patch;
  patch.title = title;
  api.ask({"PATCH", api::session(id), to_json(patch)},
          answer_to(std::move(take), session_info_from_json));
}

void delete_session(ProxyApi& api, const std::string& id, ProxyApi::OnStatus take) {
  api.ask({"DELETE", api::session(id), {}},
          answer_to(std::move(take), [](const std::string&) { return success(); }));
}

void export_session(ProxyApi& api, const std::string& id, ExportFormat format,
                    std::function<void(const Result<std::string>&)> take) {
  const char* name = format == ExportFormat::json ? "json" : "markdown";
  api.ask({"GET", api::session(id) + "/export?format=" + name, {}},
          answer_to(std::move(take),
                    [](const std::string& body) { return Result<std::string>(body); }));
}

void import_session(ProxyApi& api, std::string file,
                    std::function<void(const Result<SessionInfo>&)> take) {
  api.ask({"POST", std::string(api::kSessions) + "/import", std::move(file)},
          answer_to(std::move(take), session_info_from_json));
}

RequestId watch_session(ProxyApi& api, const std::string& id, const std::string& after,
                        SessionWatch watch) {
  std::string path = api::events(id);
  if (!after.empty()) path += "?after=" + after;
  return api.listen(
      {"GET", std::move(path), {}},
      [on_event = std::move(watch.on_event)](const SseEvent& heard) {
        const Result<SessionEvent> event = session_event_from_json(heard.name, heard.data);
        if (event) on_event(heard.id, event.value());
      },
      [on_end = std::move(watch.on_end)](const ProxyApi::WholeAnswer&) { on_end(); },
      std::move(watch.on_open));
}

}  // namespace magic
