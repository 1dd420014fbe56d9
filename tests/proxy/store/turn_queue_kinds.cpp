#include "tests/proxy/store/turn_queue_kinds.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <thread>

namespace magic {

std::unique_ptr<TurnQueue::Place> place_in(TurnQueue& queue, const std::string& session) {
  Result<std::unique_ptr<TurnQueue::Place>> place = queue.enter(session);
  REQUIRE(place.ok());
  return std::move(place).value();
}

int most_at_once(const std::vector<TurnQueue*>& queues, int threads, int turns) {
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  std::atomic<int> done = 0;
  std::vector<std::thread> workers;
  for (int worker = 0; worker < threads; ++worker)
    workers.emplace_back([&, queue = queues[worker % queues.size()]] {
      for (int turn = 0; turn < turns; ++turn) {
        Result<std::unique_ptr<TurnQueue::Place>> place = queue->enter("s");
        CancelToken cancel;
        if (!place || !place.value()->wait(cancel, 100'000, {}).ok()) continue;
        const int now = ++running;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {}
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        --running;
        ++done;
      }
    });
  for (std::thread& worker : workers) worker.join();
  CHECK(done == threads * turns);
  return most;
}

}  // namespace magic
