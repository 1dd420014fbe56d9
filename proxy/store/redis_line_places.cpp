#include "proxy/store/redis_line_places.h"

#include <cstddef>
#include <utility>

#include "proxy/store/turn_queue.h"

namespace magic {
namespace {

constexpr int kRetryMs = 1000;
constexpr std::size_t kMaxGhosts = 1000;

std::vector<RedisCommand> leaving(const std::string& session_id, const std::string& token) {
  return {{"ZREM", line_key(session_id), token}, {"ZREM", line_alive_key(session_id), token}};
}

}  // namespace

std::string line_key(const std::string& session_id) {
  return "chat:session:{" + session_id + "}:line";
}
std::string line_alive_key(const std::string& session_id) {
  return line_key(session_id) + "-alive";
}

void RedisLinePlaces::take_out(const std::string& session_id, const std::string& token) {
  if (may_try()) {
    if (client_.run(leaving(session_id, token), Repeat::harmless, Deadline::in_ms(kLeaveMs)))
      return;
    const Lock lock(mutex_);
    tries_again_ = Deadline::in_ms(kLeaveMs);
  }
  note_ghost(session_id, token);
}

bool RedisLinePlaces::may_try() const {
  const Lock lock(mutex_);
  return tries_again_.passed();
}

void RedisLinePlaces::note_ghost(const std::string& session_id, const std::string& token) {
  const Lock lock(mutex_);
  if (ghosts_.size() < kMaxGhosts)
    ghosts_.push_back({session_id, token, Deadline::in_ms(TurnQueue::kPlaceLifeMs)});
}

void RedisLinePlaces::retry() {
  std::vector<Ghost> ghosts;
  {
    const Lock lock(mutex_);
    ghosts.swap(ghosts_);
  }
  if (ghosts.empty()) return;
  std::vector<RedisCommand> commands;
  for (const Ghost& ghost : ghosts)
    for (RedisCommand& command : leaving(ghost.session_id, ghost.token))
      commands.push_back(std::move(command));
  if (client_.run(commands, Repeat::harmless, Deadline::in_ms(kRetryMs))) return;
  std::erase_if(ghosts, [](const Ghost& ghost) { return ghost.ends.passed(); });
  const Lock lock(mutex_);
  ghosts_.insert(ghosts_.end(), ghosts.begin(), ghosts.end());
}

}  // namespace magic
