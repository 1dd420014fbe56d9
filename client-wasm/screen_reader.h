// What a screen reader is told of the models beside the widgets: the end of the conversation as a
// log, and what happens.
//
// Thread rule: UI thread.
#pragma once

#include <cstdint>
#include <optional>

#include "client-wasm/model/announcer.h"
#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/compare.h"
#include "client-wasm/platform/platform.h"

namespace magic {

class ScreenReader {
 public:
  // Tells the platform what is new since the last call; costs little when nothing is.
  void tell(const ChatModel& chat, const CompareModel& compare, Platform& platform);

 private:
  std::optional<std::uint64_t> told_revision_;
  Announcer announcer_;
};

}  // namespace magic
