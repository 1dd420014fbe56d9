#include "client-wasm/control/session_list_control.h"

namespace magic {

void SessionListControl::perform(const SessionListAction& wanted) {
  if (const auto* open = std::get_if<action::OpenSession>(&wanted)) context_.open_session(open->id);
}

int SessionListControl::tick() { return -1; }

}  // namespace magic
