#include "proxy/chat/running_turns.h"

namespace magic {

RunningTurns::Entry::Entry(RunningTurns& turns, std::string session_id, std::string turn_id,
                           CancelToken& token)
    : turns_(turns), key_(std::move(session_id), std::move(turn_id)), token_(token) {
  const Lock lock(turns_.mutex_);
  turns_.tokens_.emplace(key_, &token_);
}

RunningTurns::Entry::~Entry() {
  const Lock lock(turns_.mutex_);
  const auto [first, last] = turns_.tokens_.equal_range(key_);
  for (auto it = first; it != last; ++it) {
    if (it->second != &token_) continue;
    turns_.tokens_.erase(it);
    return;
  }
}

bool RunningTurns::has(const std::string& session_id, const std::string& turn_id) const {
  const Lock lock(mutex_);
  return tokens_.contains({session_id, turn_id});
}

bool RunningTurns::cancel(const std::string& session_id, const std::string& turn_id) {
  // Under the lock, so that no token ends meanwhile; a token's hook is quick.
  const Lock lock(mutex_);
  const auto [first, last] = tokens_.equal_range({session_id, turn_id});
  for (auto it = first; it != last; ++it) it->second->cancel(Ending::cancelled);
  return first != last;
}

}  // namespace magic
