// What only Redis can show of the line: several proxies, dead ones, and a Redis that fails.
#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "proxy/store/redis_line_places.h"
#include "tests/proxy/store/turn_queue_kinds.h"

using namespace magic;

namespace {

using Place = std::unique_ptr<TurnQueue::Place>;

const std::string kLine = "chat:session:{s}:line";
const std::string kAlive = "chat:session:{s}:line-alive";
constexpr int kLongMs = 60'000;

Status wait(TurnQueue::Place& place, int timeout_ms = kLongMs) {
  CancelToken cancel;
  return place.wait(cancel, timeout_ms, {});
}

bool comes_true(const std::function<bool()>& condition) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > limit) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

// What a proxy leaves behind that died in its place, with so much of its life left.
void leave_place_behind(const RedisServer& server, int order, int life_ms) {
  const std::string name = "place_of_the_dead_" + std::to_string(order);
  const std::string now = server.cli({"EVAL", "return redis.call('TIME')[1] * 1000", "0"});
  server.cli({"ZADD", kLine, std::to_string(order), name});
  server.cli({"ZADD", kAlive, std::to_string(std::stoll(now) + 1000 + life_ms), name});
}

}  // namespace

TEST_CASE("Two proxies share one line", "[queue][redis]") {
  RedisQueueKind here;
  const auto there = make_redis_turn_queue(redis_client(redis_options_for(here.server)));
  Place first = place_in(*here.queue, "s");
  const Place second = place_in(*there, "s");
  const Place third = place_in(*here.queue, "s");
  CHECK(second->ahead() == 1);
  CHECK(third->ahead() == 2);
  CHECK_FALSE(wait(*second, 100).ok());
  first.reset();
  CHECK(wait(*second).ok());
}

TEST_CASE("8 threads through 2 queues on one Redis never run two turns of a session at once",
          "[queue][redis]") {
  RedisQueueKind here;
  const auto there = make_redis_turn_queue(redis_client(redis_options_for(here.server)));
  CHECK(most_at_once({here.queue.get(), there.get()}, 8, 10) == 1);
}

TEST_CASE("A place left behind by a dead proxy is passed over", "[queue][redis]") {
  RedisQueueKind kind;
  leave_place_behind(kind.server, 1, 1500);
  leave_place_behind(kind.server, 2, 1500);
  const Place place = place_in(*kind.queue, "s");
  CHECK(place->ahead() == 2);
  CHECK(wait(*place).ok());
  CHECK(kind.server.cli({"ZCARD", kLine}) == "1");
}

TEST_CASE("Who comes after a dead proxy's place has ended is told at once that nobody is ahead",
          "[queue][redis]") {
  RedisQueueKind kind;
  leave_place_behind(kind.server, 0, -2000);
  CHECK(place_in(*kind.queue, "s")->ahead() == 0);
}

TEST_CASE("A turn keeps its place for longer than a place lives", "[queue][redis]") {
  RedisQueueKind kind;
  const Place running = place_in(*kind.queue, "s");
  const std::string token = kind.server.cli({"ZRANGE", kAlive, "0", "0"});
  const std::string until = kind.server.cli({"ZSCORE", kAlive, token});
  CHECK(comes_true([&] { return kind.server.cli({"ZSCORE", kAlive, token}) > until; }));
}

TEST_CASE("Many turns keep their places, however slow Redis is: they cost no round trip each",
          "[queue][redis]") {
  constexpr int kTurns = 200;
  RedisServer server;
  RedisOptions options = redis_options_for(server);
  std::atomic<int> round_trips = 0;
  options.on_round_trip = [&](double, bool) { ++round_trips; };
  const auto queue = make_redis_turn_queue(redis_client(options));
  std::vector<Place> running;
  for (int i = 0; i < kTurns; ++i) running.push_back(place_in(*queue, std::to_string(i)));
  const auto life_of = [&](int turn) {
    const std::string alive = "chat:session:{" + std::to_string(turn) + "}:line-alive";
    return server.cli({"ZRANGE", alive, "0", "0", "WITHSCORES"});
  };
  const std::string first = life_of(0);
  const std::string last = life_of(kTurns - 1);
  round_trips = 0;
  CHECK(comes_true([&] { return life_of(0) > first && life_of(kTurns - 1) > last; }));
  CHECK(round_trips < kTurns / 10);
}

TEST_CASE("A place that was left is not brought back by a renewal that comes late",
          "[queue][redis]") {
  RedisQueueKind kind;
  RedisClient client(redis_options_for(kind.server));
  RedisLinePlaces places(client);
  const Place running = place_in(*kind.queue, "s");
  const std::string token = kind.server.cli({"ZRANGE", kAlive, "0", "0"});
  const auto kept = places.keep({{"s", token}, {"s", "left"}, {"another", "left"}});
  REQUIRE(kept.ok());
  CHECK(kept.value() == std::vector<bool>{true, false, false});
  CHECK(kind.server.cli({"ZCARD", kAlive}) == "1");
  CHECK(kind.server.cli({"EXISTS", "chat:session:{another}:line-alive"}) == "0");
}

TEST_CASE("Nothing is left in Redis when the last turn has ended, nor for ever when it never ends",
          "[queue][redis]") {
  RedisQueueKind kind;
  {
    const Place place = place_in(*kind.queue, "s");
    for (const std::string& key : {kLine, kAlive}) {
      const int left_ms = std::stoi(kind.server.cli({"PTTL", key}));
      CHECK(left_ms > TurnQueue::kPlaceLifeMs);
      CHECK(left_ms <= 3 * TurnQueue::kPlaceLifeMs);
    }
  }
  CHECK(kind.server.cli({"DBSIZE"}) == "0");
}

TEST_CASE("A line that Redis lost is formed again in its order, behind the turn that runs",
          "[queue][redis]") {
  RedisQueueKind kind;
  Place running = place_in(*kind.queue, "s");
  const Place second = place_in(*kind.queue, "s");
  const Place third = place_in(*kind.queue, "s");
  kind.server.cli({"FLUSHALL"});

  CHECK(place_in(*kind.queue, "s")->ahead() > 0);
  CHECK_FALSE(wait(*second, 100).ok());
  CHECK(comes_true([&] { return kind.server.cli({"ZCARD", kLine}) == "3"; }));
  running.reset();
  CHECK(wait(*second, 5000).ok());
  CHECK_FALSE(wait(*third, 50).ok());
}

TEST_CASE("A waiting place that was given up for dead does not get before the turn that runs",
          "[queue][redis]") {
  RedisQueueKind here;
  const auto there = make_redis_turn_queue(redis_client(redis_options_for(here.server)));
  Place first = place_in(*here.queue, "s");
  const Place frozen = place_in(*here.queue, "s");
  const std::string frozen_token = here.server.cli({"ZRANGE", kLine, "1", "1"});
  const Place third = place_in(*there, "s");

  here.server.cli({"ZREM", kLine, frozen_token});
  here.server.cli({"ZREM", kAlive, frozen_token});
  first.reset();
  REQUIRE(wait(*third).ok());
  CHECK_FALSE(wait(*frozen, 200).ok());
  CHECK(frozen->ahead() == 1);
}

TEST_CASE("Without Redis there is no place, and a waiting turn is told so", "[queue][redis]") {
  RedisQueueKind kind;
  Place running = place_in(*kind.queue, "s");
  const Place second = place_in(*kind.queue, "s");
  auto ended = std::async(std::launch::async, [&] { return wait(*second); });
  kind.server.kill();
  const Status status = ended.get();
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == ErrorCode::store_unavailable);
  const Result<Place> refused = kind.queue->enter("s");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::store_unavailable);

  running.reset();  // a restarted Redis knows of neither
  kind.server.start();
  CHECK(comes_true([&] { return wait(*second).ok(); }));
}

TEST_CASE("Leaving the line of a frozen Redis takes no longer than a moment", "[queue][redis]") {
  RedisQueueKind kind;
  Place running = place_in(*kind.queue, "s");
  kind.server.freeze();
  const auto begin = std::chrono::steady_clock::now();
  running.reset();
  kind.queue.reset();
  const auto took = std::chrono::steady_clock::now() - begin;
  kind.server.thaw();
  CHECK(took < std::chrono::seconds(3));
}

TEST_CASE("A key of another type is an error that says so", "[queue][redis]") {
  RedisQueueKind kind;
  kind.server.cli({"SET", kLine, "someone else's"});
  const Result<Place> refused = kind.queue->enter("s");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::store_unavailable);
  CHECK(kind.queue->enter("other").ok());
}

TEST_CASE("A place that a frozen Redis gives after nobody waits for it holds up no later turn",
          "[queue][redis]") {
  RedisQueueKind kind;
  static_cast<void>(place_in(*kind.queue, "s"));  // so that Redis knows the script
  kind.server.freeze();
  CHECK_FALSE(kind.queue->enter("s").ok());
  kind.server.thaw();
  const auto begin = std::chrono::steady_clock::now();
  const Place next = place_in(*kind.queue, "s");
  CHECK(wait(*next).ok());
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("A place that was left while Redis was read-only is taken out when it is not any more",
          "[queue][redis]") {
  RedisQueueKind kind;
  Place mine = place_in(*kind.queue, "s");
  kind.server.cli({"REPLICAOF", "127.0.0.1", "1"});
  mine.reset();
  kind.server.cli({"REPLICAOF", "NO", "ONE"});
  const auto begin = std::chrono::steady_clock::now();
  CHECK(comes_true([&] { return kind.server.cli({"EXISTS", kLine}) == "0"; }));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("Places that were left while Redis was away are taken out when it is back",
          "[queue][redis]") {
  RedisQueueKind kind;
  Place mine = place_in(*kind.queue, "s");
  Place another = place_in(*kind.queue, "other");
  kind.server.freeze();
  mine.reset();
  another.reset();
  kind.server.thaw();
  const auto begin = std::chrono::steady_clock::now();
  CHECK(comes_true([&] { return kind.server.cli({"EXISTS", kLine}) == "0"; }));
  CHECK(comes_true([&] {
    return kind.server.cli({"EXISTS", "chat:session:{other}:line"}) == "0";
  }));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}
