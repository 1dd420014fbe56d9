#include "proxy/store/session_marks.h"

#include <iterator>

namespace magic {

void SessionMarks::put_on(Message& message) const {
  const auto mark = marks.find(message.id);
  message.pinned = mark != marks.end() && mark->second == Mark::pinned;
  message.excluded = mark != marks.end() && mark->second == Mark::excluded;
  message.current = true;
  if (message.role != Role::assistant) return;
  const auto choice = chosen.find(message.turn_id);
  message.current = choice == chosen.end() ? message.attempt == 0 : choice->second == message.id;
}

std::vector<std::string> SessionMarks::pinned_before(std::string_view message_id) const {
  std::vector<std::string> ids;
  const auto end = marks.lower_bound(std::string(message_id));
  for (auto it = std::make_reverse_iterator(end); it != marks.rend(); ++it)
    if (it->second == Mark::pinned) ids.push_back(it->first);
  return ids;
}

}  // namespace magic
