#include "proxy/chat/store_answer.h"

namespace magic {
namespace {

// Whether what is stored in its place is this answer: a write whose reply was lost was repeated.
Result<bool> is_stored(SessionStore& store, const std::string& session_id, const std::string& id,
                       const Message& answer) {
  const Result<std::vector<Message>> found = store.read_messages(session_id, {id});
  if (!found) return found.error();
  return found.value().empty() || found.value().front().text == answer.text;
}

}  // namespace

Result<Appended> store_answer(SessionStore& store, const std::string& session_id,
                              NewAnswer& answer) {
  Result<Appended> stored = store.append_answer(session_id, answer);
  if (!stored || !stored.value().was_known) return stored;
  const Result<bool> is_same = is_stored(store, session_id, stored.value().id, answer.message);
  if (!is_same) return is_same.error();
  if (is_same.value()) return stored;

  const std::string& turn_id = answer.message.turn_id;
  const Result<int> attempt = store.add_attempt(session_id, turn_id);
  if (!attempt) return attempt.error();
  answer.message.attempt = attempt.value();
  stored = store.append_answer(session_id, answer);
  // Should the choice fail, it can be made by hand: the answer itself is stored.
  if (stored) static_cast<void>(store.choose_answer(session_id, turn_id, stored.value().id));
  return stored;
}

}  // namespace magic
