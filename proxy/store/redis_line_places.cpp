#include "proxy/store/redis_line_places.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "proxy/store/turn_queue.h"
#include "turn_queue_assets.h"

namespace magic {
namespace {

constexpr int kRetryMs = 1000;
constexpr std::size_t kMaxGhosts = 1000;

constexpr std::size_t kKeptAtOnce = 1000;

std::vector<RedisCommand> leaving(const std::string& session_id, const std::string& token) {
  return {{"ZREM", line_key(session_id), token}, {"ZREM", line_alive_key(session_id), token}};
}

// Redis answers, and does not do it now: it is read-only, loads its data, runs a long script.
bool was_refused(const RedisReply& reply) {
  return reply.is_error() && !reply.text.starts_with("WRONGTYPE");
}

}  // namespace

std::string line_key(const std::string& session_id) {
  return "chat:session:{" + session_id + "}:line";
}
std::string line_alive_key(const std::string& session_id) {
  return line_key(session_id) + "-alive";
}

RedisLinePlaces::RedisLinePlaces(RedisClient& client)
    : client_(client), keep_(asset("keep_place.lua")) {}

// In one round trip, not one each: on a slow Redis the last ones would be dead before it is their
// turn.
Result<std::vector<bool>> RedisLinePlaces::keep(const std::vector<Place>& places) {
  std::vector<bool> kept;
  for (std::size_t first = 0; first < places.size(); first += kKeptAtOnce) {
    std::vector<RedisCommand> commands;
    for (std::size_t i = first; i < std::min(first + kKeptAtOnce, places.size()); ++i) {
      const Place& place = places[i];
      // The first one brings the script along, by which Redis then knows it.
      const bool is_first = commands.empty();
      commands.push_back({is_first ? "EVAL" : "EVALSHA", is_first ? keep_.source : keep_.sha1, "2",
                          line_key(place.session_id), line_alive_key(place.session_id), place.token,
                          std::to_string(TurnQueue::kPlaceLifeMs)});
    }
    const RedisClient::Replies replies =
        client_.run(commands, Repeat::harmless, Deadline::in_ms(kKeepMs));
    if (!replies) return replies.error();
    for (const RedisReply& reply : replies.value()) kept.push_back(reply.integer == 1);
  }
  return kept;
}

void RedisLinePlaces::take_out(const std::string& session_id, const std::string& token) {
  if (may_try()) {
    const RedisClient::Replies left =
        client_.run(leaving(session_id, token), Repeat::harmless, Deadline::in_ms(kLeaveMs));
    if (left && std::none_of(left.value().begin(), left.value().end(), was_refused)) return;
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
    ghosts_.push_back({{session_id, token}, Deadline::in_ms(TurnQueue::kPlaceLifeMs)});
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
    for (RedisCommand& command : leaving(ghost.place.session_id, ghost.place.token))
      commands.push_back(std::move(command));
  const RedisClient::Replies left =
      client_.run(commands, Repeat::harmless, Deadline::in_ms(kRetryMs));
  // Two replies a ghost, in the order of the commands.
  std::size_t next = 0;
  std::erase_if(ghosts, [&](const Ghost& ghost) {
    const std::size_t mine = std::exchange(next, next + 2);
    const bool has_left =
        left && !was_refused(left.value()[mine]) && !was_refused(left.value()[mine + 1]);
    return has_left || ghost.ends.passed();
  });
  const Lock lock(mutex_);
  ghosts_.insert(ghosts_.end(), ghosts.begin(), ghosts.end());
}

}  // namespace magic
