// The parts of the live feed that need no store.
#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "proxy/store/live_event_id.h"
#include "proxy/store/live_mailbox.h"
#include "proxy/store/live_watches.h"
#include "proxy/store/piece_buffer.h"

using namespace magic;

namespace {

using Kind = LiveEvent::Kind;

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

StreamEntry entry(std::uint64_t ms, const std::string& kind) {
  return {{ms, 0}, {{"kind", kind}, {"message", "m" + std::to_string(ms)}}};
}

std::vector<std::string> taken(LiveMailbox& mailbox) {
  const auto events = mailbox.take(0);
  REQUIRE(events.ok());
  std::vector<std::string> lines;
  for (const LiveEvent& event : events.value())
    lines.push_back(std::string(name_of(event.kind)) + event.message);
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("Every kind of live event has a name of its own", "[live]") {
  for (int kind = 0; kind <= static_cast<int>(Kind::missed); ++kind) {
    const std::string_view name = name_of(static_cast<Kind>(kind));
    CHECK_FALSE(name.empty());
    CHECK(live_event_kind_from(name) == static_cast<Kind>(kind));
  }
  CHECK_FALSE(live_event_kind_from("").has_value());
  CHECK_FALSE(live_event_kind_from("Message").has_value());
}

TEST_CASE("Event ids are ordered as Redis orders them", "[live]") {
  CHECK(live_event_id_from("5") == LiveEventId{5, 0});
  CHECK(live_event_id_from("1764158400000-12") == LiveEventId{1764158400000, 12});
  CHECK(*live_event_id_from("9-10") > *live_event_id_from("9-9"));
  CHECK(*live_event_id_from("10-0") > *live_event_id_from("9-10"));
  CHECK(text_of({7, 3}) == "7-3");
  CHECK(id_before({7, 3}) == LiveEventId{7, 2});
  CHECK(id_before({7, 0}) == LiveEventId{6, kMost});
  CHECK(id_before({0, 0}) == LiveEventId{0, 0});
  CHECK(live_event_id_from(text_of({kMost, kMost})) == LiveEventId{kMost, kMost});
  CHECK_FALSE(live_event_id_from("18446744073709551616").has_value());
}

TEST_CASE("Pieces are joined within an answer as far as their order allows", "[live]") {
  PieceBuffer buffer;
  const AnswerRef one{"s", "t", 0};
  const AnswerRef two{"s", "t", 1};
  buffer.add(one, Kind::reasoning, "a");
  buffer.add(two, Kind::delta, "x");
  buffer.add(one, Kind::reasoning, "b");
  buffer.add(one, Kind::delta, "c");
  buffer.add(two, Kind::delta, "y");
  buffer.add(one, Kind::reasoning, "d");
  CHECK(buffer.take() == std::vector<AnswerPiece>{{one, Kind::reasoning, "ab"},
                                                  {two, Kind::delta, "xy"},
                                                  {one, Kind::delta, "c"},
                                                  {one, Kind::reasoning, "d"}});
  CHECK(buffer.empty());
}

TEST_CASE("Dropping one answer's pieces leaves the others joined as before", "[live]") {
  PieceBuffer buffer;
  const AnswerRef one{"s", "t", 0};
  const AnswerRef two{"s", "t", 1};
  buffer.add(one, Kind::delta, "a");
  buffer.add(two, Kind::delta, "x");
  buffer.drop(one);
  buffer.drop({"s", "unknown", 0});
  buffer.add(two, Kind::delta, "y");
  CHECK(buffer.take() == std::vector<AnswerPiece>{{two, Kind::delta, "xy"}});
}

TEST_CASE("Pieces that nobody sends take a bounded amount of memory", "[live]") {
  PieceBuffer buffer;
  const AnswerRef answer{"s", "t", 0};
  const std::string mebibyte(1024 * 1024, 'x');
  for (int i = 0; i < 20; ++i) buffer.add(answer, Kind::delta, mebibyte);
  buffer.add(answer, Kind::delta, "more");
  std::size_t bytes = 0;
  for (const AnswerPiece& piece : buffer.take()) bytes += piece.text.size();
  CHECK(bytes == kMostPendingBytes);
  buffer.add(answer, Kind::delta, "again");
  CHECK(buffer.take().front().text == "again");
}

TEST_CASE("A watcher that does not keep up is told that it missed something", "[live]") {
  LiveMailbox mailbox;
  for (int i = 0; i < 3 * kKeptEvents; ++i) mailbox.put({.id = std::to_string(i)});
  const auto events = mailbox.take(0);
  REQUIRE(events.ok());
  CHECK(events.value().size() <= 2 * static_cast<std::size_t>(kKeptEvents));
  CHECK(events.value().front().kind == Kind::missed);
  CHECK(events.value().back().id == std::to_string(3 * kKeptEvents - 1));
  CHECK(taken(mailbox).empty());
}

TEST_CASE("What had arrived before the store went away is still read", "[live]") {
  LiveMailbox mailbox;
  mailbox.put({});
  mailbox.set_away(store_unavailable("Redis is away."));
  CHECK(taken(mailbox) == Lines{"message"});
  CHECK_FALSE(mailbox.take(0).ok());
  mailbox.set_away({});
  CHECK(taken(mailbox).empty());
}

TEST_CASE("A watcher that joins further behind rewinds the reading, and nobody reads twice",
          "[live]") {
  LiveWatches watches;
  const auto ahead = std::make_shared<LiveMailbox>();
  const auto behind = std::make_shared<LiveMailbox>();
  watches.join("s", ahead, {{2, 0}, true}, {});
  const LiveWatches::Reading first = watches.readings().front();
  watches.join("s", behind, {{1, 0}, true}, {});
  watches.read(first, {entry(3, "marked")}, true);  // asked for before the other one joined
  CHECK(taken(*ahead) == Lines{"markedm3"});

  const LiveWatches::Reading second = watches.readings().front();
  CHECK(second.place == StreamPlace{{1, 0}, true});
  watches.read(second, {entry(2, "marked"), entry(3, "marked"), entry(4, "marked")}, true);
  CHECK(taken(*ahead) == Lines{"markedm4"});
  CHECK(taken(*behind) == Lines{"markedm2", "markedm3", "markedm4"});
  CHECK(watches.readings().front().place == StreamPlace{{4, 0}, true});
}

TEST_CASE("A session that nobody watches any more is not read", "[live]") {
  LiveWatches watches;
  auto mailbox = std::make_shared<LiveMailbox>();
  watches.join("s", mailbox, {}, {});
  CHECK(watches.readings().size() == 1);
  mailbox.reset();
  CHECK(watches.readings().empty());
}

TEST_CASE("A session is said to have expired when all was read and it was not cleared", "[live]") {
  LiveWatches watches;
  const auto mailbox = std::make_shared<LiveMailbox>();
  watches.join("s", mailbox, {}, {true, true});
  const auto read = [&](const std::vector<StreamEntry>& entries, bool is_all) {
    watches.read(watches.readings().front(), entries, is_all);
    return taken(*mailbox);
  };
  watches.look("s", {true, true});
  CHECK(read({}, true).empty());
  watches.look("s", {true, false});
  watches.look("s", {false, false});
  CHECK(read({entry(1, "marked")}, false) == Lines{"markedm1"});
  CHECK(read({}, true) == Lines{"expired"});
  watches.look("s", {false, false});
  CHECK(read({}, true).empty());

  watches.look("s", {true, true});
  watches.look("s", {false, false});
  CHECK(read({entry(2, "cleared")}, true) == Lines{"clearedm2"});
  CHECK(read({}, true).empty());
}

TEST_CASE("A session that begins and ends between two looks is said to have expired", "[live]") {
  LiveWatches watches;
  const auto mailbox = std::make_shared<LiveMailbox>();
  watches.join("s", mailbox, {}, {});
  watches.read(watches.readings().front(), {entry(1, "message")}, true);
  watches.look("s", {});
  watches.read(watches.readings().front(), {}, true);
  CHECK(taken(*mailbox) == Lines{"messagem1", "expired"});

  watches.read(watches.readings().front(), {entry(2, "message"), entry(3, "cleared")}, true);
  watches.look("s", {});
  watches.read(watches.readings().front(), {}, true);
  CHECK(taken(*mailbox) == Lines{"messagem2", "clearedm3"});
}
