// What is known of what one turn was sent, and why.
//
// Views read it; only its control changes it. No Dear ImGui, no I/O.
// Thread rule: UI thread only.
#pragma once

namespace magic {

struct InspectorModel {
  bool open = false;
};

}  // namespace magic
