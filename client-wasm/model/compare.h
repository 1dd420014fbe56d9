// What is known of one message to several lanes at once.
//
// Views read it; only its control changes it. No Dear ImGui, no I/O.
// Thread rule: UI thread only.
#pragma once

namespace magic {

struct CompareModel {
  bool open = false;
};

}  // namespace magic
