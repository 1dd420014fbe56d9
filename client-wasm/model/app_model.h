// Everything that the screen shows, part by part.
// Thread rule: UI thread only; the views read it for one frame.
#pragma once

#include <optional>
#include <string>

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/compare.h"
#include "client-wasm/model/inspector.h"
#include "client-wasm/model/proxy_access.h"
#include "client-wasm/model/session_list.h"
#include "client-wasm/model/settings.h"
#include "client-wasm/model/tour.h"

namespace magic {

struct AppModel {
  const ChatModel& chat;
  const SessionListModel& sessions;
  const InspectorModel& inspector;
  const CompareModel& compare;
  const TourModel& tour;
  ThemeChoice theme = ThemeChoice::system;
  int text_percent = 100;
  std::string language = {};
  std::optional<ProxyAccess> proxy = {};  // where the person may say where it is
  std::string proxy_problem = {};         // why it was not changed
};

}  // namespace magic
