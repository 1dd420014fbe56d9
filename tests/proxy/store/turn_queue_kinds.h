// Every kind of turn queue, made the same way, for tests that must hold for all of them.
#pragma once

#include <memory>

#include "proxy/store/memory_turn_queue.h"
#include "proxy/store/redis_turn_queue.h"
#include "tests/proxy/store/redis_clients.h"
#include "tests/support/redis_server.h"

namespace magic {

inline RedisOptions redis_options_for(const RedisServer& server) {
  RedisOptions options;
  options.host = "127.0.0.1";
  options.port = server.port();
  return options;
}

struct MemoryQueueKind {
  explicit MemoryQueueKind(TurnQueueOptions options = {})
      : queue(make_memory_turn_queue(options)) {}

  std::unique_ptr<TurnQueue> queue;
};

struct RedisQueueKind {
  explicit RedisQueueKind(TurnQueueOptions options = {})
      : queue(make_redis_turn_queue(redis_client(redis_options_for(server)), options)) {}

  RedisServer server;
  std::unique_ptr<TurnQueue> queue;
};

// Takes a place, which must succeed.
std::unique_ptr<TurnQueue::Place> place_in(TurnQueue& queue, const std::string& session);

// Runs `turns` turns of one session on each of several threads, spread over the queues, and gives
// back how many ran at the same time at most.
int most_at_once(const std::vector<TurnQueue*>& queues, int threads, int turns);

}  // namespace magic
