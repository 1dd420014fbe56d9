#include "proxy/store/session_layout.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>

#include "proxy/store/message_log.h"
#include "shared/session_id.h"

namespace magic {
namespace {

Error bad_message(std::size_t index, std::string_view what) {
  return invalid_field("messages",
                       "messages[" + std::to_string(index) + "] " + std::string(what) + ".");
}

// More than anybody erases. A few messages with high numbers must not become a large session.
constexpr int kMostErased = 1000;

// Nothing that is brought in is still to come: an attempt without an answer was erased. `room` is
// for how many more of them there is room.
void note_erased(StoredTurn& turn, int& room) {
  auto answer = turn.answers.begin();
  for (int attempt = 0; attempt < turn.attempts && room > 0; ++attempt) {
    if (answer != turn.answers.end() && answer->attempt == attempt) {
      ++answer;
    } else {
      turn.erased.push_back(attempt);
      --room;
    }
  }
}

// Adds a message to its turn. Returns what is wrong with it.
std::optional<std::string_view> join(StoredTurn& turn, const Message& message,
                                     const std::string& id) {
  if (message.role == Role::user) {
    if (!turn.question_id.empty()) return "is a second question of its turn";
    turn.question_id = id;
    return std::nullopt;
  }
  if (message.attempt < 0 || message.attempt >= kMaxAttempts)
    return "has an attempt that is out of bounds";
  const auto same = [&](const StoredAttempt& each) { return each.attempt == message.attempt; };
  if (std::any_of(turn.answers.begin(), turn.answers.end(), same))
    return "is a second answer of its attempt";
  turn.answers.push_back({message.attempt, id, ""});
  turn.attempts = std::max(turn.attempts, message.attempt + 1);
  // The first attempt is current where nobody chose, so it needs no choice.
  if (message.current && message.attempt > 0) turn.current_answer_id = id;
  return std::nullopt;
}

}  // namespace

Result<SessionLayout> lay_out(const SessionExport& session) {
  SessionLayout layout;
  std::map<std::string, std::size_t> places;  // turn id -> index in layout.turns
  for (std::size_t i = 0; i < session.messages.size(); ++i) {
    const Message& message = session.messages[i];
    // It becomes part of names in the store, as a session's id does.
    if (!is_valid_session_id(message.turn_id)) return bad_message(i, "has no valid turn_id");
    const auto [place, is_new] = places.try_emplace(message.turn_id, layout.turns.size());
    if (is_new) layout.turns.emplace_back().turn_id = message.turn_id;

    const std::string id = message_id_at(layout.log.size());
    if (const auto problem = join(layout.turns[place->second], message, id))
      return bad_message(i, *problem);
    if (message.role == Role::user && layout.first_question_id.empty())
      layout.first_question_id = id;
    if (message.excluded)
      layout.marks.marks[id] = Mark::excluded;
    else if (message.pinned)
      layout.marks.marks[id] = Mark::pinned;
    layout.log += log_line(message);
    ++layout.message_count;
  }
  int room = kMostErased;
  for (StoredTurn& turn : layout.turns) {
    std::sort(turn.answers.begin(), turn.answers.end(),
              [](const StoredAttempt& a, const StoredAttempt& b) { return a.attempt < b.attempt; });
    note_erased(turn, room);
    if (!turn.current_answer_id.empty()) layout.marks.chosen[turn.turn_id] = turn.current_answer_id;
  }
  if (layout.marks.size() > static_cast<std::size_t>(kMaxMarks))
    return invalid_field("messages", "messages have more marks than a session can have.");
  return layout;
}

}  // namespace magic
