// What a screen reader is told aloud besides the words of the answers: how it stands with the
// message that was sent, and what does not work.
//
// Thread rule: UI thread only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client-wasm/model/chat_model.h"

namespace magic {

struct Announcement {
  std::string words;
  bool urgent = false;  // interrupts what is being read
};

class Announcer {
 public:
  // `notice` is what stands above the message field, empty when all is well. Returns what is new.
  std::optional<Announcement> update(const ChatModel& model, std::string_view notice,
                                     bool notice_is_error);

 private:
  int turn_ = 0;  // 0: none under way
  std::string notice_;
  bool was_error_ = false;
};

}  // namespace magic
