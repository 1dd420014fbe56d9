// Sends the pieces of running answers to their sessions' streams, all that came within some 50 ms
// in one go, from a thread of its own.
//
// While Redis is away pieces are dropped. A piece whose sending timed out may still be carried out
// by Redis later, after end() has returned.
// Thread rule: every method may be called from any thread.
#pragma once

#include <condition_variable>
#include <string_view>
#include <thread>
#include <vector>

#include "proxy/base/mutex.h"
#include "proxy/store/piece_buffer.h"
#include "proxy/store/redis_client.h"

namespace magic {

class PiecePublisher {
 public:
  // `client` must outlive it.
  explicit PiecePublisher(RedisClient& client);
  ~PiecePublisher();

  void add(const AnswerRef& answer, LiveEvent::Kind kind, std::string_view text);

  // Drops what was not sent of that answer, and waits for what is being sent, for at most about a
  // second.
  void end(const AnswerRef& answer);

 private:
  void run();
  void send(const std::vector<AnswerPiece>& pieces);

  RedisClient& client_;
  Mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable sent_;
  PieceBuffer pending_ MAGIC_GUARDED_BY(mutex_);
  std::vector<AnswerPiece>
      sending_;  // changed with mutex_ by the thread, which alone reads without
  bool is_ending_ MAGIC_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace magic
