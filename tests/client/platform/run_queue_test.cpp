#include "client-wasm/api/run_queue.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <thread>
#include <vector>

namespace magic {
namespace {

TEST_CASE("Work runs in the order in which it was left, and once") {
  RunQueue queue;
  std::string done;
  for (const char* name : {"a", "b", "c"}) queue.post([&done, name] { done += name; });
  CHECK(done.empty());
  queue.run();
  queue.run();
  CHECK(done == "abc");
}

TEST_CASE("Work that is left by running work runs the next time") {
  RunQueue queue;
  std::string done;
  queue.post([&] {
    done += "first ";
    queue.post([&] { done += "second"; });
  });
  queue.run();
  CHECK(done == "first ");
  queue.run();
  CHECK(done == "first second");
}

TEST_CASE("Work of many threads all arrives, each thread's in its order") {
  RunQueue queue;
  constexpr int kThreads = 4, kEach = 500;
  std::vector<std::vector<int>> seen(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i)
        queue.post([&seen, t, i] { seen[static_cast<std::size_t>(t)].push_back(i); });
    });
  for (std::thread& thread : threads) thread.join();
  queue.run();
  for (const std::vector<int>& numbers : seen) {
    REQUIRE(numbers.size() == kEach);
    for (int i = 0; i < kEach; ++i) CHECK(numbers[static_cast<std::size_t>(i)] == i);
  }
}

}  // namespace
}  // namespace magic
