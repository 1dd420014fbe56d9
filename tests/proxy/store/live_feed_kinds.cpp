#include "tests/proxy/store/live_feed_kinds.h"

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <iterator>

namespace magic {
namespace {

using Kind = LiveEvent::Kind;

constexpr auto kLimit = std::chrono::seconds(30);

std::string events_of(const std::string& session) {
  return "chat:session:{" + session + "}:events";
}
std::string meta_of(const std::string& session) { return "chat:session:{" + session + "}:meta"; }

LiveEvent message(const std::string& id, const std::string& turn) {
  LiveEvent event;
  event.kind = Kind::message;
  event.message = id;
  event.turn = turn;
  return event;
}

}  // namespace

void MemoryFeedKind::store_question(const std::string& session, const std::string& turn) {
  store(session, message("question", turn));
}

void MemoryFeedKind::store_answer(const std::string& session, const std::string& turn) {
  store(session, message("answer", turn));
}

RedisOptions RedisFeedKind::options_for(const RedisServer& server) {
  RedisOptions options;
  options.host = "127.0.0.1";
  options.port = server.port();
  return options;
}

void RedisFeedKind::store_question(const std::string& session, const std::string& turn) {
  store(session, message("question", turn));
  const std::string last = server.cli({"XREVRANGE", events_of(session), "+", "-", "COUNT", "1"});
  if (server.cli({"HINCRBY", meta_of(session), "open", "1"}) == "1")
    server.cli({"HSET", meta_of(session), "open_from", last.substr(0, last.find('\n'))});
}

void RedisFeedKind::store_answer(const std::string& session, const std::string& turn) {
  store(session, message("answer", turn));
  server.cli({"HINCRBY", meta_of(session), "open", "-1"});
}

void RedisFeedKind::store(const std::string& session, const LiveEvent& event) {
  RedisCommand command{"XADD",
                       events_of(session),
                       "MAXLEN",
                       "~",
                       std::to_string(kKeptEvents),
                       "*",
                       "kind",
                       std::string(name_of(event.kind))};
  const auto add = [&](const char* name, const std::string& value) {
    if (value.empty()) return;
    command.push_back(name);
    command.push_back(value);
  };
  add("message", event.message);
  add("turn", event.turn);
  add("text", event.text);
  std::vector<RedisCommand> commands{std::move(command)};
  // Before it is told, as in the store's scripts.
  if (event.kind == Kind::message)
    commands.insert(commands.begin(),
                    {"APPEND", "chat:session:{" + session + "}:messages", "message\n"});
  REQUIRE(client.run(commands, Repeat::harmful, client.call_deadline()).ok());
}

Watcher watch(LiveFeed& feed, const std::string& session, const std::optional<std::string>& after) {
  Result<Watcher> watcher = feed.subscribe(session, after);
  REQUIRE(watcher.ok());
  return std::move(watcher).value();
}

std::vector<LiveEvent> read_events(LiveFeed::Subscription& watcher, std::size_t count) {
  std::vector<LiveEvent> events;
  const auto limit = std::chrono::steady_clock::now() + kLimit;
  while (events.size() < count) {
    REQUIRE(std::chrono::steady_clock::now() < limit);
    Result<std::vector<LiveEvent>> more = watcher.next(1000);
    if (more) std::move(more.value().begin(), more.value().end(), std::back_inserter(events));
  }
  return events;
}

std::string read_text(LiveFeed::Subscription& watcher, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes)
    for (const LiveEvent& event : read_events(watcher, 1)) text += event.text;
  return text;
}

std::vector<LiveEvent> events_within(LiveFeed::Subscription& watcher, int ms) {
  std::vector<LiveEvent> events;
  const auto limit = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
  while (std::chrono::steady_clock::now() < limit) {
    Result<std::vector<LiveEvent>> more = watcher.next(20);
    if (more) std::move(more.value().begin(), more.value().end(), std::back_inserter(events));
  }
  return events;
}

std::string line_of(const LiveEvent& event) {
  std::string line(name_of(event.kind));
  for (const std::string& part : {event.turn, event.message, event.text})
    if (!part.empty()) line += " " + part;
  return line;
}

std::vector<std::string> lines_of(const std::vector<LiveEvent>& events) {
  std::vector<std::string> lines;
  for (const LiveEvent& event : events) lines.push_back(line_of(event));
  return lines;
}

}  // namespace magic
