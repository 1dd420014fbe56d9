// The proxy's calls about sessions as wholes, and their live events.
//
// Thread rule and errors: as ProxyApi's.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client-wasm/api/proxy_api.h"
#include "client-wasm/model/session_list_actions.h"
#include "shared/session_event.h"
#include "shared/session_types.h"

namespace magic {

void list_sessions(ProxyApi& api,
                   std::function<void(const Result<std::vector<SessionInfo>>&)> take);
void rename_session(ProxyApi& api, const std::string& id, const std::string& title,
                    std::function<void(const Result<SessionInfo>&)> take);
void delete_session(ProxyApi& api, const std::string& id, ProxyApi::OnStatus take);
// The file's content.
void export_session(ProxyApi& api, const std::string& id, ExportFormat format,
                    std::function<void(const Result<std::string>&)> take);
// Stored under a new id.
void import_session(ProxyApi& api, std::string file,
                    std::function<void(const Result<SessionInfo>&)> take);

struct SessionWatch {
  std::function<void()> on_open;  // what happens from now on is heard
  // `id`: to go on after; empty for what was never stored. Events that this version does not
  // understand are left out.
  std::function<void(const std::string& id, const SessionEvent&)> on_event;
  std::function<void()> on_end;  // exactly once: not reached, refused, or broken off
};
// Ends by ProxyApi::stop or by itself. `after`: the id of the last event that was heard.
RequestId watch_session(ProxyApi& api, const std::string& id, const std::string& after,
                        SessionWatch watch);

}  // namespace magic
