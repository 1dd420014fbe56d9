// A context report as what a person looks at: its messages as rows, its tokens as parts of the
// model's window.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client-wasm/model/chat_model.h"
#include "shared/context_report.h"

namespace magic {

struct ContextRow {
  std::string message_id;
  Role role = Role::user;
  bool sent = false;
  ContextReason reason = ContextReason::history;
  int estimated_tokens = 0;
  bool stored = false;  // false: deleted since; marks and words are then not known
  bool pinned = false, excluded = false;
  std::string words;  // the first of its text, on one line

  bool operator==(const ContextRow&) const = default;
};

// Messages that the report counts and no longer lists: they were deleted since.
std::int64_t deleted_messages(const ContextReport& report);

// In the order of the report. What a message says and how it is marked is as the chat knows it now.
std::vector<ContextRow> context_rows(const ContextReport& report, const ChatModel& chat);

enum class WindowPartKind {
  instructions,
  deleted,
  summary,
  user_message,
  answer,
  answer_room,
  free
};

struct WindowPart {
  WindowPartKind kind = WindowPartKind::free;
  int tokens = 0;

  bool operator==(const WindowPart&) const = default;
};

// What the window is used for, from its beginning; a part for each message that was sent. Without
// parts that have no tokens. Where the window is not known, it ends with the room for the answer.
std::vector<WindowPart> window_parts(const ContextReport& report);

// At most `max_bytes`, white space as single blanks.
std::string first_words(std::string_view text, std::size_t max_bytes = 120);

}  // namespace magic
