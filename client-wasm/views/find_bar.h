// Find in chat: a bar above the conversation with what is searched, which hit of how many is shown, and
// the way to the next and the one before.
//
// Ctrl+F (Cmd+F on a Mac) opens it, and so belongs to it unless it has the focus; Enter and F3 go on,
// with Shift back; Escape closes it.
// Thread rule: UI thread. Units: points.
#pragma once

#include <optional>
#include <string>

#include "client-wasm/model/find.h"
#include "client-wasm/views/message_list.h"

namespace magic {

class FindBar {
 public:
  // At the top of the conversation; returns its height, 0 while it is closed. `from`: the first message
  // that is visible.
  float draw(const ChatModel& model, ImVec2 min, ImVec2 max, std::size_t from, const Look& look);

  const Find& find() const { return find_; }
  // The hit to scroll to, once for each.
  std::optional<MessagePlace> take_target();
  bool is_searching() const { return searching_; }
  // It was closed by hand just now: the focus goes back.
  bool was_closed() const { return was_closed_; }

 private:
  void take_keys(std::size_t from);
  std::string count_words(const ChatModel& model) const;
  void go(int by);

  Find find_;
  std::string words_;
  bool open_ = false, was_closed_ = false;
  bool take_focus_ = false, has_focus_ = false;
  bool searching_ = false;
  bool target_wanted_ = false;
};

}  // namespace magic
