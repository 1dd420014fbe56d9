// What is known of the list of sessions at the left.
//
// Views read it; only its control changes it. No Dear ImGui, no I/O.
// Thread rule: UI thread only.
#pragma once

#include <vector>

#include "shared/session_types.h"

namespace magic {

struct SessionListModel {
  std::vector<SessionInfo> sessions;  // last used first
};

}  // namespace magic
