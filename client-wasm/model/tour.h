// What is known of the scenarios that show what memory does.
//
// Views read it; only its control changes it. No Dear ImGui, no I/O.
// Thread rule: UI thread only.
#pragma once

namespace magic {

struct TourModel {
  bool open = false;
};

}  // namespace magic
