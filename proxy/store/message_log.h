// The log of a session: one line of JSON per message, in the order of acceptance.
//
// A message's id is the place of its line: "m" and the byte offset in ten digits, so that ids
// compare as text in stored order and a page starts with a seek. A line is never moved or resized,
// so ids stay true; the line itself holds no id, which is only known once it is appended.
// Thread rule: pure functions. Nothing here fails: what is no message is skipped, because one
// damaged line must not take the conversation with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/chat_types.h"

namespace magic {

std::string message_id_at(std::uint64_t offset);
// nullopt for anything that message_id_at does not give.
std::optional<std::uint64_t> offset_of(std::string_view message_id);

// The message as it is stored: without id and marks, with its line feed.
std::string log_line(Message message);

struct LogLines {
  std::vector<Message> messages;
  std::size_t bytes = 0;  // how far was read: up to the end of the last line
};

// Reads the whole lines of `bytes`, which begin with the line at `offset` of the log, until
// `limit` messages are found. A line without its end is left for later.
LogLines read_log(std::string_view bytes, std::uint64_t offset,
                  std::size_t limit = std::numeric_limits<std::size_t>::max());

}  // namespace magic
