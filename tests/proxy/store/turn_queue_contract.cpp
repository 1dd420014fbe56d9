// What every TurnQueue promises, on each kind of it.
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/proxy/store/turn_queue_kinds.h"

using namespace magic;

namespace {

using Place = std::unique_ptr<TurnQueue::Place>;

constexpr int kLongMs = 60'000;

Status wait(TurnQueue::Place& place, int timeout_ms = kLongMs) {
  CancelToken cancel;
  return place.wait(cancel, timeout_ms, {});
}

}  // namespace

TEMPLATE_TEST_CASE("A session's only turn runs at once", "[queue]", MemoryQueueKind,
                   RedisQueueKind) {
  TestType kind;
  const Place place = place_in(*kind.queue, "s");
  CHECK(place->ahead() == 0);
  CHECK(wait(*place, 0).ok());
}

TEMPLATE_TEST_CASE("Turns of one session run in the order in which they came", "[queue]",
                   MemoryQueueKind, RedisQueueKind) {
  TestType kind;
  constexpr int kTurns = 12;
  std::vector<Place> places;
  for (int i = 0; i < kTurns; ++i) {
    places.push_back(place_in(*kind.queue, "s"));
    CHECK(places.back()->ahead() == i);
  }

  std::mutex mutex;
  std::vector<int> order;
  std::vector<std::thread> threads;
  // The last one begins to wait first.
  for (int i = kTurns - 1; i >= 0; --i)
    threads.emplace_back([&, i] {
      const bool is_its_turn = wait(*places[i]).ok();
      {
        const std::lock_guard lock(mutex);
        order.push_back(is_its_turn ? i : -1);
      }
      places[i].reset();
    });
  for (std::thread& thread : threads) thread.join();
  std::vector<int> expected;
  for (int i = 0; i < kTurns; ++i) expected.push_back(i);
  CHECK(order == expected);
}

TEMPLATE_TEST_CASE("Turns of different sessions do not wait for each other", "[queue]",
                   MemoryQueueKind, RedisQueueKind) {
  TestType kind;
  const Place one = place_in(*kind.queue, "one");
  const Place other = place_in(*kind.queue, "other");
  CHECK(other->ahead() == 0);
  CHECK(wait(*other, 0).ok());
}

TEMPLATE_TEST_CASE("Who waits is told each time that fewer are ahead", "[queue]", MemoryQueueKind,
                   RedisQueueKind) {
  TestType kind;
  Place first = place_in(*kind.queue, "s");
  Place second = place_in(*kind.queue, "s");
  const Place third = place_in(*kind.queue, "s");

  CancelToken cancel;
  std::vector<int> told;
  std::promise<void> has_moved;
  auto its_turn = std::async(std::launch::async, [&] {
    return third->wait(cancel, kLongMs, [&](int ahead) {
      told.push_back(ahead);
      if (ahead == 1) has_moved.set_value();
    });
  });
  first.reset();
  has_moved.get_future().wait();
  second.reset();
  CHECK(its_turn.get().ok());
  CHECK(told == std::vector{1, 0});
  CHECK(third->ahead() == 0);
}

TEMPLATE_TEST_CASE("A place past the limit is refused as session_busy", "[queue]", MemoryQueueKind,
                   RedisQueueKind) {
  TestType kind(TurnQueueOptions{2});
  Place running = place_in(*kind.queue, "s");
  const Place second = place_in(*kind.queue, "s");
  const Place third = place_in(*kind.queue, "s");
  const Result<Place> fourth = kind.queue->enter("s");
  REQUIRE_FALSE(fourth.ok());
  CHECK(fourth.error().code == ErrorCode::session_busy);
  CHECK(fourth.error().retryable);
  CHECK(kind.queue->enter("other").ok());

  running.reset();
  CHECK(place_in(*kind.queue, "s")->ahead() == 2);
}

TEMPLATE_TEST_CASE("A turn that waited too long is refused as session_busy, and its place is free",
                   "[queue]", MemoryQueueKind, RedisQueueKind) {
  TestType kind;
  const Place running = place_in(*kind.queue, "s");
  Place second = place_in(*kind.queue, "s");
  const Status ended = wait(*second, 100);
  REQUIRE_FALSE(ended.ok());
  CHECK(ended.error().code == ErrorCode::session_busy);
  second.reset();
  CHECK(place_in(*kind.queue, "s")->ahead() == 1);
}

TEMPLATE_TEST_CASE("A cancelled turn stops waiting at once", "[queue]", MemoryQueueKind,
                   RedisQueueKind) {
  TestType kind;
  const Place running = place_in(*kind.queue, "s");
  const Place second = place_in(*kind.queue, "s");
  CancelToken cancel;
  auto ended = std::async(std::launch::async, [&] { return second->wait(cancel, kLongMs, {}); });
  CHECK(ended.wait_for(std::chrono::milliseconds(50)) == std::future_status::timeout);
  cancel.cancel(Ending::cancelled);
  const Status status = ended.get();
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == ErrorCode::cancelled);
  CHECK(wait(*running, 0).ok());

  // The hook was taken back: a token outlives the place.
  CancelToken cancelled_before;
  cancelled_before.cancel(Ending::disconnected);
  CHECK(second->wait(cancelled_before, kLongMs, {}).error().code == ErrorCode::cancelled);
}

TEMPLATE_TEST_CASE("A turn that leaves the line lets those behind it move up", "[queue]",
                   MemoryQueueKind, RedisQueueKind) {
  TestType kind;
  const Place first = place_in(*kind.queue, "s");
  Place second = place_in(*kind.queue, "s");
  const Place third = place_in(*kind.queue, "s");
  second.reset();

  CancelToken cancel;
  std::vector<int> told;
  const Status ended = third->wait(cancel, kLongMs, [&](int ahead) {
    told.push_back(ahead);
    cancel.cancel(Ending::cancelled);
  });
  REQUIRE_FALSE(ended.ok());
  CHECK(ended.error().code == ErrorCode::cancelled);
  CHECK(told == std::vector{1});
}

TEMPLATE_TEST_CASE("Turns of one session never run at the same time", "[queue]", MemoryQueueKind,
                   RedisQueueKind) {
  TestType kind;
  CHECK(most_at_once({kind.queue.get()}, 8, 10) == 1);
}
