// Keeping places in the lines of turns in Redis alive, many in one go, and taking them out, also
// those about which Redis did not answer: a ghost would hold up its session for as long as a place
// lives.
//
// What could not be taken out is tried again by retry(), until its life has ended by itself.
// Keys and what is in them: redis_turn_queue.cpp.
// Thread rule: every method may be called from any thread.
#pragma once

#include <string>
#include <vector>

#include "proxy/base/mutex.h"
#include "proxy/store/deadline.h"
#include "proxy/store/redis_client.h"

namespace magic {

std::string line_key(const std::string& session_id);
std::string line_alive_key(const std::string& session_id);

class RedisLinePlaces {
 public:
  static constexpr int kLeaveMs = 500;

  struct Place {
    std::string session_id;
    std::string token;
  };

  explicit RedisLinePlaces(RedisClient& client);

  // For each whether it was there, and so lives on. Blocks for at most kKeepMs a thousand places.
  Result<std::vector<bool>> keep(const std::vector<Place>& places);

  // Within kLeaveMs. After a failure the next ones do not even try for so long: many leave at once
  // when Redis is away, and a process that ends has no time for each.
  void take_out(const std::string& session_id, const std::string& token);

  // It was asked for and Redis did not answer, so it may be there or come yet.
  void note_ghost(const std::string& session_id, const std::string& token);

  // To be called some times a second. Blocks for at most a second.
  void retry();

 private:
  // Less than a command's own time-out: who stops waits for it.
  static constexpr int kKeepMs = 2500;

  struct Ghost {
    Place place;
    Deadline ends;
  };

  bool may_try() const;

  RedisClient& client_;
  const RedisScript keep_;
  mutable Mutex mutex_;
  Deadline tries_again_ MAGIC_GUARDED_BY(mutex_) = Deadline::in_ms(0);
  std::vector<Ghost> ghosts_ MAGIC_GUARDED_BY(mutex_);
};

}  // namespace magic
