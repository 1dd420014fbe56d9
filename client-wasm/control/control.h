// What the controls of the UI's parts work with. A control carries out the actions of its part:
// it asks the proxy, and changes its part's model when the answer comes. It draws nothing.
// Thread rule: UI thread; every handler runs inside Transport::poll().
#pragma once

#include <functional>
#include <string>

#include "client-wasm/api/proxy_api.h"
#include "client-wasm/model/attention.h"
#include "client-wasm/model/chat_model.h"

namespace magic {

struct ControlContext {
  ProxyApi& api;
  ChatModel& chat;
  std::function<void()> changed;  // something that is shown is different: draw it
  // Leaves the session that is open and opens this one: its history is read, its turns are sent
  // there from now on.
  std::function<void(const std::string& session_id)> open_session;
  std::function<void()> reload_history;  // what is stored has changed otherwise than by a turn here
  std::function<std::string()> new_session_id;
  std::function<Attention()> attention = [] { return Attention::focused; };
};

}  // namespace magic
