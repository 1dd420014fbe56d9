// What every LiveFeed promises, on each kind of it.
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "proxy/store/live_event_id.h"
#include "tests/proxy/store/live_feed_kinds.h"

using namespace magic;

namespace {

using Kind = LiveEvent::Kind;
using Lines = std::vector<std::string>;

LiveEvent marked(const std::string& message) {
  LiveEvent event;
  event.kind = Kind::marked;
  event.message = message;
  return event;
}

}  // namespace

TEMPLATE_TEST_CASE("A watcher sees what happens from now on, in order", "[live]", MemoryFeedKind,
                   RedisFeedKind) {
  TestType kind;
  kind.store("s", marked("before"));
  const Watcher watcher = watch(*kind.feed, "s");
  kind.store("s", marked("m1"));
  kind.store("s", marked("m2"));
  kind.store("other", marked("m3"));
  kind.store("s", marked("m4"));
  const std::vector<LiveEvent> events = read_events(*watcher, 3);
  CHECK(lines_of(events) == Lines{"marked m1", "marked m2", "marked m4"});
  CHECK(events_within(*watcher, 100).empty());
}

TEMPLATE_TEST_CASE("Every kind of stored event arrives as it was told", "[live]", MemoryFeedKind,
                   RedisFeedKind) {
  TestType kind;
  const Watcher watcher = watch(*kind.feed, "s");
  const std::vector<Kind> kinds{Kind::message, Kind::marked,  Kind::deleted,
                                Kind::chosen,  Kind::session, Kind::cleared};
  std::vector<LiveEvent> told;
  for (const Kind k : kinds) {
    LiveEvent event;
    event.kind = k;
    event.message = "m";
    event.turn = "t";
    kind.store("s", event);
    told.push_back(event);
  }
  std::vector<LiveEvent> events = read_events(*watcher, told.size());
  std::optional<LiveEventId> last;
  for (LiveEvent& event : events) {
    const std::optional<LiveEventId> id = live_event_id_from(std::exchange(event.id, ""));
    REQUIRE(id);
    CHECK(id > last);
    last = id;
  }
  CHECK(events == told);
}

TEMPLATE_TEST_CASE("Pieces of an answer arrive whole and in order, reasoning apart from text",
                   "[live]", MemoryFeedKind, RedisFeedKind) {
  TestType kind;
  const Watcher watcher = watch(*kind.feed, "s");
  std::string said;
  kind.feed->publish_piece("s", "turn_1", 2, Kind::reasoning, "Hm. ");
  for (int i = 0; i < 200; ++i) {
    const std::string piece = std::to_string(i) + " 你\n\"";
    said += piece;
    kind.feed->publish_piece("s", "turn_1", 2, Kind::delta, piece);
    if (i % 50 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  std::string thought;
  std::string text;
  while (text.size() < said.size())
    for (const LiveEvent& event : read_events(*watcher, 1)) {
      CHECK(event.turn == "turn_1");
      CHECK(event.attempt == 2);
      (event.kind == Kind::reasoning ? thought : text) += event.text;
    }
  CHECK(text == said);
  CHECK(thought == "Hm. ");
}

TEMPLATE_TEST_CASE("A watcher that comes in the middle of an answer sees it from its beginning",
                   "[live]", MemoryFeedKind, RedisFeedKind) {
  TestType kind;
  const Watcher first = watch(*kind.feed, "s");
  kind.store_question("s", "turn_1");
  kind.store_answer("s", "turn_1");
  kind.store_question("s", "turn_2");
  kind.feed->publish_piece("s", "turn_2", 0, Kind::delta, "It is ");
  CHECK(read_text(*first, 6) == "It is ");

  const Watcher second = watch(*kind.feed, "s");
  CHECK(lines_of(read_events(*second, 2)) ==
        Lines{"message turn_2 question", "delta turn_2 It is "});
  kind.feed->publish_piece("s", "turn_2", 0, Kind::delta, "Alice.");
  CHECK(read_text(*second, 6) == "Alice.");
  CHECK(read_text(*first, 6) == "Alice.");

  kind.store_answer("s", "turn_2");
  CHECK(lines_of(read_events(*first, 1)) == Lines{"message turn_2 answer"});
  CHECK(events_within(*watch(*kind.feed, "s"), 100).empty());
}

TEMPLATE_TEST_CASE("A reconnect with the last id misses nothing", "[live]", MemoryFeedKind,
                   RedisFeedKind) {
  TestType kind;
  // Others are further ahead and must not see anything twice.
  const Watcher other = watch(*kind.feed, "s");
  Watcher watcher = watch(*kind.feed, "s");
  std::string last;
  Lines seen;
  for (int i = 0; i < 20; ++i) {
    kind.store("s", marked("m" + std::to_string(2 * i)));
    for (const LiveEvent& event : read_events(*watcher, 1)) {
      seen.push_back(event.message);
      last = event.id;
    }
    watcher.reset();
    kind.store("s", marked("m" + std::to_string(2 * i + 1)));
    watcher = watch(*kind.feed, "s", last);
    for (const LiveEvent& event : read_events(*watcher, 1)) {
      seen.push_back(event.message);
      last = event.id;
    }
  }
  Lines expected;
  for (int i = 0; i < 40; ++i) expected.push_back("m" + std::to_string(i));
  CHECK(seen == expected);
  CHECK(read_events(*other, 40).size() == 40);
  CHECK(events_within(*other, 100).empty());
}

TEMPLATE_TEST_CASE("Watchers that come and go while much happens see each event once", "[live]",
                   MemoryFeedKind, RedisFeedKind) {
  TestType kind;
  constexpr int kEvents = 600;
  kind.store("s", marked("first"));
  const Watcher begin = watch(*kind.feed, "s");
  kind.store("s", marked("0"));
  const std::string first = read_events(*begin, 1).front().id;
  std::vector<std::future<bool>> watchers;
  for (int w = 0; w < 4; ++w)
    watchers.push_back(std::async(std::launch::async, [&, w] {
      std::string last = first;
      int next = 1;
      while (next < kEvents) {
        const auto watcher = kind.feed->subscribe("s", last);
        if (!watcher) return false;
        for (int read = 0; read <= w && next < kEvents; ++read) {
          const auto events = watcher.value()->next(10'000);
          if (!events || events.value().empty()) return false;
          for (const LiveEvent& event : events.value()) {
            if (event.message != std::to_string(next++)) return false;
            last = event.id;
          }
        }
      }
      return true;
    }));
  for (int i = 1; i < kEvents; ++i) kind.store("s", marked(std::to_string(i)));
  for (std::future<bool>& watcher : watchers) CHECK(watcher.get());
}

TEMPLATE_TEST_CASE("Events older than what is kept are said to be missed", "[live]", MemoryFeedKind,
                   RedisFeedKind) {
  TestType kind;
  const Watcher watcher = watch(*kind.feed, "s");
  kind.store("s", marked("old"));
  const std::string old = read_events(*watcher, 1).front().id;
  for (int i = 0; i < kKeptEvents + 200; ++i) kind.store("s", marked(std::to_string(i)));

  const Watcher late = watch(*kind.feed, "s", old);
  std::vector<LiveEvent> events = read_events(*late, 2);
  CHECK(events[0].kind == Kind::missed);
  CHECK(events[0].id.empty());
  CHECK(events[1].kind == Kind::marked);
  int next = std::stoi(events[1].message);
  CHECK(next > 0);
  events.erase(events.begin());
  const int end = kKeptEvents + 200;
  for (; next < end; events = next < end ? read_events(*late, 1) : events)
    for (const LiveEvent& event : events) REQUIRE(event.message == std::to_string(next++));
}

TEMPLATE_TEST_CASE("An id that no event of the session has counts as missed", "[live]",
                   MemoryFeedKind, RedisFeedKind) {
  TestType kind;
  const auto first = [&](const std::string& session, const std::string& after) {
    return lines_of(read_events(*watch(*kind.feed, session, after), 1)).front();
  };
  kind.store("s", marked("m1"));
  for (const std::string id : {"", "-", "1-", "-1", "x", "1-2-3", "+5-0", " 5", "0", "5-7",
                               "99999999999999999999999-0", "9999999999999-0", "1\n2"}) {
    CAPTURE(id);
    CHECK(first("s", id) == "missed");
  }
  CHECK(first("unknown", "5-0") == "missed");
}

TEMPLATE_TEST_CASE("After what was missed a watcher sees all that is kept, and what comes",
                   "[live]", MemoryFeedKind, RedisFeedKind) {
  TestType kind;
  kind.store("s", marked("m1"));
  const Watcher watcher = watch(*kind.feed, "s", "1-0-0");
  CHECK(lines_of(read_events(*watcher, 2)) == Lines{"missed", "marked m1"});
  kind.store("s", marked("m2"));
  CHECK(lines_of(read_events(*watcher, 1)) == Lines{"marked m2"});
}

TEMPLATE_TEST_CASE("A session may be watched before it exists", "[live]", MemoryFeedKind,
                   RedisFeedKind) {
  TestType kind;
  const Watcher watcher = watch(*kind.feed, "s");
  CHECK(events_within(*watcher, 50).empty());
  kind.store_question("s", "turn_1");
  CHECK(lines_of(read_events(*watcher, 1)) == Lines{"message turn_1 question"});
}

TEMPLATE_TEST_CASE("No piece of an answer comes after its message", "[live]", MemoryFeedKind,
                   RedisFeedKind) {
  TestType kind;
  const Watcher watcher = watch(*kind.feed, "s");
  for (int turn = 0; turn < 20; ++turn) {
    const std::string id = "turn_" + std::to_string(turn);
    for (int piece = 0; piece < 6; ++piece) {
      kind.feed->publish_piece("s", id, 0, Kind::delta, "x");
      std::this_thread::sleep_for(std::chrono::milliseconds(turn));
    }
    kind.feed->publish_piece("s", "another", 0, Kind::delta, "y");
    kind.feed->end_pieces("s", id, 0);
    LiveEvent message;
    message.kind = Kind::message;
    message.turn = id;
    kind.store("s", message);
  }

  std::vector<bool> is_stored(20);
  std::string others;
  while (!is_stored[19] || others.size() < 20)
    for (const LiveEvent& event : read_events(*watcher, 1)) {
      if (event.turn == "another") {
        others += event.text;
        continue;
      }
      const std::size_t turn = std::stoul(event.turn.substr(5));
      CHECK_FALSE(is_stored[turn]);
      if (event.kind == Kind::message) is_stored[turn] = true;
    }
  CHECK(others == std::string(20, 'y'));
}

TEMPLATE_TEST_CASE("A request to cancel reaches the handler, on a thread of the feed's own",
                   "[live]", MemoryFeedKind, RedisFeedKind) {
  TestType kind;
  using Request = std::pair<std::string, std::string>;
  std::promise<std::pair<Request, std::thread::id>> heard;
  kind.feed->on_cancel([&](const std::string& session, const std::string& turn) {
    heard.set_value({{session, turn}, std::this_thread::get_id()});
  });
  REQUIRE(kind.feed->request_cancel("s", "turn_1").ok());
  auto request = heard.get_future();
  REQUIRE(request.wait_for(std::chrono::seconds(30)) == std::future_status::ready);
  const auto [what, thread] = request.get();
  CHECK(what == Request{"s", "turn_1"});
  CHECK(thread != std::this_thread::get_id());
}

TEMPLATE_TEST_CASE("A watcher that waits is woken by an event, not by its time limit", "[live]",
                   MemoryFeedKind, RedisFeedKind) {
  TestType kind;
  const Watcher watcher = watch(*kind.feed, "s");
  auto events = std::async(std::launch::async, [&] { return watcher->next(20'000); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const auto begin = std::chrono::steady_clock::now();
  kind.store("s", marked("m1"));
  const auto woken_with = events.get();
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
  REQUIRE(woken_with.ok());
  CHECK(lines_of(woken_with.value()) == Lines{"marked m1"});
}

TEMPLATE_TEST_CASE("The pieces of a turn can be had later, in order, and no other turn's", "[live]",
                   MemoryFeedKind, RedisFeedKind) {
  TestType kind;
  kind.feed->publish_piece("s", "t1", 0, Kind::reasoning, "Hm. ");
  kind.feed->publish_piece("s", "t1", 0, Kind::delta, "one ");
  kind.feed->publish_piece("s", "t2", 0, Kind::delta, "other");
  kind.feed->publish_piece("s", "t1", 1, Kind::delta, "two");
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  std::vector<LiveEvent> pieces;
  while (pieces.size() < 3 && std::chrono::steady_clock::now() < limit)
    pieces = kind.feed->pieces_of("s", "t1").value();
  REQUIRE(pieces.size() == 3);
  CHECK(pieces[0].kind == Kind::reasoning);
  CHECK(pieces[1].text == "one ");
  CHECK(pieces[2].attempt == 1);
  CHECK(kind.feed->pieces_of("s", "none").value().empty());
  CHECK(kind.feed->pieces_of("unknown", "t1").value().empty());
}
