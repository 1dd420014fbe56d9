// What was said later of a session's messages: marks, and which answers count.
// Thread rule: a plain value.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/store/session_store.h"
#include "shared/chat_types.h"

namespace magic {

struct SessionMarks {
  std::map<std::string, Mark> marks;          // by message id; none of them Mark::none
  std::map<std::string, std::string> chosen;  // turn id -> id of the answer

  std::size_t size() const { return marks.size() + chosen.size(); }

  // Sets pinned, excluded and current. Without a choice, a turn's first answer is the current one.
  void put_on(Message& message) const;

  // Ids of the pinned messages that are older than the one with this id, newest first.
  std::vector<std::string> pinned_before(std::string_view message_id) const;

  bool operator==(const SessionMarks&) const = default;
};

}  // namespace magic
