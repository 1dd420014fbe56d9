// What only Redis can show of live events: several proxies, sessions that expire, its failures.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "tests/proxy/store/live_feed_kinds.h"
#include "tests/support/patience.h"

using namespace magic;

namespace {

using Kind = LiveEvent::Kind;
using Lines = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

const std::string kEvents = "chat:session:{s}:events";
const std::string kMeta = "chat:session:{s}:meta";
const std::string kMessages = "chat:session:{s}:messages";

// How long until next() says that the store is unavailable.
Clock::duration until_unavailable(LiveFeed::Subscription& watcher) {
  const auto begin = Clock::now();
  for (;;) {
    const auto events = watcher.next(10'000);
    const auto took = Clock::now() - begin;
    if (!events) {
      CHECK(events.error().code == ErrorCode::store_unavailable);
      return took;
    }
    REQUIRE(took < std::chrono::seconds(30));
  }
}

}  // namespace

TEST_CASE("What is said at one proxy is seen at another", "[live][redis]") {
  RedisFeedKind here;
  const auto there = make_redis_live_feed(redis_client(RedisFeedKind::options_for(here.server)));
  const Watcher watcher = watch(*there, "s");
  here.feed->publish_piece("s", "turn_1", 0, Kind::delta, "hello");
  CHECK(read_text(*watcher, 5) == "hello");

  std::promise<std::string> heard;
  there->on_cancel([&](const std::string&, const std::string& turn) { heard.set_value(turn); });
  REQUIRE(here.feed->request_cancel("s", "turn_1").ok());
  CHECK(heard.get_future().get() == "turn_1");
}

TEST_CASE("A request to cancel is carried out once, and is gone after a while", "[live][redis]") {
  RedisFeedKind kind;
  std::atomic<int> heard = 0;
  kind.feed->on_cancel([&](const std::string&, const std::string&) { ++heard; });
  REQUIRE(kind.feed->request_cancel("s", "turn_1").ok());
  const Watcher watcher = watch(*kind.feed, "s");
  while (heard == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  kind.server.cli({"CLIENT", "KILL", "TYPE", "normal"});  // and again after a reconnect
  events_within(*watcher, 600);
  CHECK(heard == 1);
  CHECK(std::stoi(kind.server.cli({"TTL", "chat:cancels"})) > 0);
}

TEST_CASE("Pieces that come together are sent together, and their stream does not live for ever",
          "[live][redis]") {
  RedisFeedKind kind;
  const Watcher watcher = watch(*kind.feed, "s");
  for (int i = 0; i < 1000; ++i) kind.feed->publish_piece("s", "turn_1", 0, Kind::delta, "x");
  CHECK(read_text(*watcher, 1000).size() == 1000);
  CHECK(std::stoi(kind.server.cli({"XLEN", kEvents})) < 100);
  const int ttl = std::stoi(kind.server.cli({"TTL", kEvents}));
  CHECK(ttl > 0);
  CHECK(ttl <= RedisOptions{}.session_ttl_seconds);
}

TEST_CASE("redis-cli shows a piece as flat pairs", "[live][redis]") {
  RedisFeedKind kind;
  const Watcher watcher = watch(*kind.feed, "s");
  kind.feed->publish_piece("s", "turn_1", 3, Kind::reasoning, "Hm.");
  const std::string id = read_events(*watcher, 1).front().id;
  CHECK(kind.server.cli({"XRANGE", kEvents, "-", "+"}) ==
        id + "\nkind\nreasoning\nturn\nturn_1\nattempt\n3\ntext\nHm.");
}

TEST_CASE("A session that expires is told once to those who watch it", "[live][redis]") {
  RedisFeedKind kind;
  const Watcher watcher = watch(*kind.feed, "s");
  const Watcher never_there = watch(*kind.feed, "other");
  kind.store_question("s", "turn_1");
  CHECK(lines_of(read_events(*watcher, 1)) == Lines{"message turn_1 question"});
  kind.server.cli({"EXPIRE", kMessages, "3"});
  kind.server.cli({"EXPIRE", kMeta, "100"});  // what is known beside them lives a little longer
  const std::vector<LiveEvent> events = read_events(*watcher, 1);
  CHECK(lines_of(events) == Lines{"expired"});
  CHECK(events.front().id.empty());

  kind.server.cli({"DEL", kMeta});
  CHECK(events_within(*watcher, 2500).empty());
  CHECK(events_within(*never_there, 1).empty());

  // Its next life.
  kind.store_question("s", "turn_2");
  CHECK(lines_of(read_events(*watcher, 1)) == Lines{"message turn_2 question"});
}

TEST_CASE("A session that is cleared is not said to have expired as well", "[live][redis]") {
  RedisFeedKind kind;
  kind.store_question("s", "turn_1");
  kind.store_answer("s", "turn_1");
  const Watcher watcher = watch(*kind.feed, "s");
  kind.server.cli({"EVAL",
                   "redis.call('DEL', KEYS[1], KEYS[2]) "
                   "return redis.call('XADD', KEYS[3], '*', 'kind', 'cleared')",
                   "3", kMeta, kMessages, kEvents});
  CHECK(lines_of(read_events(*watcher, 1)) == Lines{"cleared"});
  CHECK(events_within(*watcher, 2500).empty());
}

TEST_CASE("Entries that this version does not know are passed over", "[live][redis]") {
  RedisFeedKind kind;
  const Watcher watcher = watch(*kind.feed, "s");
  kind.server.cli({"XADD", kEvents, "*", "kind", "from_the_future", "turn", "t"});
  kind.server.cli({"XADD", kEvents, "*", "unknown", "pairs"});
  kind.server.cli(
      {"XADD", kEvents, "*", "new", "1", "kind", "chosen", "attempt", "two", "turn", "t"});
  const std::vector<LiveEvent> events = read_events(*watcher, 1);
  CHECK(lines_of(events) == Lines{"chosen t"});
  CHECK(events.front().attempt == 0);
}

TEST_CASE("While Redis is away a watcher is told so, and misses nothing after it is back",
          "[live][redis]") {
  RedisServer server({"", {"appendonly yes", "appendfsync always"}});
  const auto feed = make_redis_live_feed(redis_client(RedisFeedKind::options_for(server)));
  const Watcher watcher = watch(*feed, "s");
  server.cli({"XADD", kEvents, "*", "kind", "marked", "message", "before"});
  CHECK(lines_of(read_events(*watcher, 1)) == Lines{"marked before"});

  server.kill();
  CHECK(until_unavailable(*watcher) < std::chrono::seconds(2) * patience());
  const auto second = feed->subscribe("s", {});
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().code == ErrorCode::store_unavailable);
  CHECK(feed->request_cancel("s", "turn_1").error().code == ErrorCode::store_unavailable);
  feed->publish_piece("s", "turn_1", 0, Kind::delta, "lost");
  feed->end_pieces("s", "turn_1", 0);

  server.start();
  server.cli({"XADD", kEvents, "*", "kind", "marked", "message", "after"});
  CHECK(lines_of(read_events(*watcher, 1)) == Lines{"marked after"});
}

TEST_CASE("A frozen Redis is noticed, holds up nobody for long, and loses nothing",
          "[live][redis]") {
  RedisFeedKind kind;
  const Watcher watcher = watch(*kind.feed, "s");
  kind.feed->publish_piece("s", "turn_1", 0, Kind::delta, "before");
  CHECK(read_text(*watcher, 6) == "before");

  kind.server.freeze();
  const Clock::duration noticed_after = until_unavailable(*watcher);
  const auto begin = Clock::now();
  kind.feed->publish_piece("s", "turn_1", 0, Kind::delta, "lost?");
  const auto published_after = Clock::now() - begin;
  kind.feed->end_pieces("s", "turn_1", 0);
  const auto ended_after = Clock::now() - begin;
  kind.server.thaw();
  CHECK(noticed_after < std::chrono::seconds(5) * patience());
  CHECK(published_after < std::chrono::milliseconds(900) * patience());
  CHECK(ended_after < std::chrono::seconds(5) * patience());

  LiveEvent marked;
  marked.kind = Kind::marked;
  kind.store("s", marked);
  std::vector<LiveEvent> events = read_events(*watcher, 1);
  CHECK(events.back().kind == Kind::marked);
}

TEST_CASE("Ending an answer waits for its piece that is on its way, and for no other's",
          "[live][redis]") {
  RedisFeedKind kind;
  kind.server.freeze();
  kind.feed->publish_piece("s", "turn_1", 0, Kind::delta, "x");
  std::this_thread::sleep_for(std::chrono::milliseconds(150));  // it is being sent
  auto ended = std::async(std::launch::async, [&] { kind.feed->end_pieces("s", "turn_1", 0); });
  kind.feed->end_pieces("s", "turn_1", 1);
  const auto state = ended.wait_for(std::chrono::milliseconds(150));
  kind.server.thaw();
  ended.get();
  CHECK(state == std::future_status::timeout);
  CHECK(kind.server.cli({"XLEN", kEvents}) == "1");
}

TEST_CASE("What was lost while Redis was away is said to be missed", "[live][redis]") {
  RedisFeedKind kind;
  const Watcher watcher = watch(*kind.feed, "s");
  LiveEvent event;
  event.kind = Kind::marked;
  event.message = "m1";
  kind.store("s", event);
  read_events(*watcher, 1);
  kind.server.kill();  // nothing is saved
  until_unavailable(*watcher);
  kind.server.start();
  event.message = "m2";
  kind.store("s", event);
  CHECK(lines_of(read_events(*watcher, 2)) == Lines{"missed", "marked m2"});
}

TEST_CASE("A feed ends quickly, whatever it is doing", "[live][redis]") {
  RedisFeedKind kind;
  const Watcher outlives_it = watch(*kind.feed, "s");
  kind.feed->publish_piece("s", "turn_1", 0, Kind::delta, "x");
  auto begin = Clock::now();
  kind.feed.reset();
  CHECK(Clock::now() - begin < std::chrono::seconds(2) * patience());
  CHECK(outlives_it->next(1).ok());

  auto second = make_redis_live_feed(redis_client(RedisFeedKind::options_for(kind.server)));
  const Watcher watcher = watch(*second, "s");
  kind.server.freeze();
  second->publish_piece("s", "turn_1", 0, Kind::delta, "x");
  begin = Clock::now();
  second.reset();
  const auto took = Clock::now() - begin;
  kind.server.thaw();
  CHECK(took < std::chrono::seconds(4) * patience());

  kind.server.kill();
  auto third = make_redis_live_feed(redis_client(RedisFeedKind::options_for(kind.server)));
  begin = Clock::now();
  third.reset();
  CHECK(Clock::now() - begin < std::chrono::seconds(2) * patience());
}

TEST_CASE("Many watchers need one connection", "[live][redis]") {
  RedisFeedKind kind;
  std::vector<Watcher> watchers;
  for (int i = 0; i < 100; ++i) watchers.push_back(watch(*kind.feed, "s" + std::to_string(i % 50)));
  for (int i = 0; i < 50; ++i)
    kind.feed->publish_piece("s" + std::to_string(i), "turn_1", 0, Kind::delta, "hello");
  for (const Watcher& watcher : watchers) CHECK(read_text(*watcher, 5) == "hello");
  const std::string clients = kind.server.cli({"CLIENT", "LIST", "TYPE", "normal"});
  CHECK(std::count(clients.begin(), clients.end(), '\n') < 6);
}

TEST_CASE("A key of another type is an error to who subscribes, and to nobody else",
          "[live][redis]") {
  RedisFeedKind kind;
  const Watcher watcher = watch(*kind.feed, "other");
  kind.server.cli({"SET", kEvents, "someone else's"});
  const auto refused = kind.feed->subscribe("s", {});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::store_unavailable);
  kind.feed->publish_piece("s", "turn_1", 0, Kind::delta, "x");
  kind.feed->publish_piece("other", "turn_1", 0, Kind::delta, "x");
  CHECK(read_text(*watcher, 1) == "x");
}

TEST_CASE("A key that becomes another type is an error to who watches it, and to nobody else",
          "[live][redis]") {
  RedisFeedKind kind;
  const Watcher broken = watch(*kind.feed, "s");
  const Watcher other = watch(*kind.feed, "other");
  kind.server.cli({"SET", kEvents, "someone else's"});
  until_unavailable(*broken);
  kind.feed->publish_piece("other", "turn_1", 0, Kind::delta, "x");
  CHECK(read_text(*other, 1) == "x");
  kind.server.cli({"CLIENT", "KILL", "TYPE", "normal"});  // and after a reconnect
  kind.feed->publish_piece("other", "turn_1", 0, Kind::delta, "y");
  CHECK(read_text(*other, 1) == "y");
}
