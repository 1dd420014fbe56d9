// Where the pieces of an answer go that is sent whole.
// Thread rule: may be used from any thread.
#pragma once

#include <string_view>

#include "proxy/chat/turn_run.h"

namespace magic {

class Discard final : public LaneSink {
 public:
  void on_context(const TurnStart&) override {}
  bool on_text(std::string_view) override { return true; }
  bool on_reasoning(std::string_view) override { return true; }
};

}  // namespace magic
