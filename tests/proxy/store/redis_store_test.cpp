// What only Redis can show: its keys, its failures, and what a call costs it.
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/proxy/store/store_kinds.h"

using namespace magic;

namespace {

const std::string kLog = "chat:session:{s}:messages";
const std::string kMeta = "chat:session:{s}:meta";

template <class T>
std::string sentence(const Result<T>& result) {
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().code == ErrorCode::store_unavailable);
  return result.error().message;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> stored(SessionStore& store, const std::string& session = "s") {
  const Result<Tail> tail = store.read_tail(session, 1'000'000);
  REQUIRE(tail.ok());
  std::vector<std::string> texts;
  for (const Message& message : tail.value().messages) texts.push_back(message.text);
  CHECK(tail.value().message_count == static_cast<std::int64_t>(texts.size()));
  return texts;
}

using Texts = std::vector<std::string>;

// The value of a line "name:value" of INFO.
std::int64_t info(const RedisServer& server, const std::string& section, const std::string& name) {
  const std::string text = server.cli({"INFO", section});
  const std::size_t at = text.find("\n" + name + ":");
  REQUIRE(at != std::string::npos);
  return std::stoll(text.substr(at + name.size() + 2));
}

// How often Redis carried out each command during `work`, and how much it sent for them.
struct Cost {
  std::map<std::string, int> calls;
  std::int64_t bytes_sent = 0;
};

Cost cost_of(const RedisServer& server, const std::function<void()>& work) {
  server.cli({"CONFIG", "RESETSTAT"});
  work();
  Cost cost;
  cost.bytes_sent = info(server, "stats", "total_net_output_bytes");
  std::istringstream lines(server.cli({"INFO", "commandstats"}));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t colon = line.find(":calls=");
    if (colon != std::string::npos && !contains(line, "info") && !contains(line, "config"))
      cost.calls[line.substr(0, colon)] = std::stoi(line.substr(colon + 7));
  }
  return cost;
}

// Calls every method at the same time, and says which took longer than 8 s.
Texts overdue(SessionStore& store, const std::function<void(const std::string&, bool)>& seen) {
  const std::map<std::string, std::function<bool()>> calls{
      {"append", [&] { return store.append("s", user_says("lost?")).ok(); }},
      {"tail", [&] { return store.read_tail("s", 1000).ok(); }},
      {"page", [&] { return store.read_page("s", {}, 10).ok(); }},
      {"clear", [&] { return store.clear("other").ok(); }},
      {"ping", [&] { return store.ping().ok(); }},
  };
  std::map<std::string, std::pair<bool, std::chrono::steady_clock::duration>> results;
  for (const auto& [name, call] : calls) results[name] = {};
  std::vector<std::thread> threads;
  for (const auto& [name, call] : calls)
    threads.emplace_back([&results, &name = name, &call = call] {
      const auto begin = std::chrono::steady_clock::now();
      const bool ok = call();
      results.at(name) = {ok, std::chrono::steady_clock::now() - begin};
    });
  for (std::thread& thread : threads) thread.join();
  Texts late;
  for (const auto& [name, result] : results) {
    seen(name, result.first);
    if (result.second >= std::chrono::seconds(8)) late.push_back(name);
  }
  return late;
}

}  // namespace

TEST_CASE("redis-cli shows a conversation as lines of JSON, and both keys end together",
          "[store][redis]") {
  RedisKind kind;
  REQUIRE(kind.store->append("s", user_says("My name is Alice")).ok());
  REQUIRE(kind.store->append("s", user_says("What's my name?")).ok());

  std::istringstream log(kind.server.cli({"--raw", "GET", kLog}));
  std::string line;
  REQUIRE(std::getline(log, line));
  CHECK(line.starts_with(R"({"role":"user","text":"My name is Alice")"));
  REQUIRE(std::getline(log, line));
  CHECK(line.starts_with(R"({"role":"user","text":"What's my name?")"));
  CHECK(kind.server.cli({"HGETALL", kMeta}) == "messages\n2");
  CHECK(std::stoi(kind.server.cli({"TTL", kLog})) > kTtlSeconds - 60);
  CHECK(std::stoi(kind.server.cli({"TTL", kMeta})) > kTtlSeconds - 60);
  REQUIRE(kind.store->clear("s").ok());
  CHECK(kind.server.cli({"DBSIZE"}) == "0");
}

TEST_CASE("Appending and reading the newest part cost Redis the same in any session",
          "[store][redis]") {
  RedisKind kind;
  const auto fill = [&](const std::string& session, int messages) {
    for (int i = 0; i < messages; ++i)
      REQUIRE(kind.store->append(session, user_says("always the same words")).ok());
  };
  fill("short", 20);
  fill("long", 2000);
  const auto costs = [&](const std::string& session) {
    return std::vector<Cost>{
        cost_of(kind.server, [&] { REQUIRE(kind.store->append(session, user_says("x")).ok()); }),
        cost_of(kind.server, [&] { REQUIRE(kind.store->read_tail(session, 1500).ok()); }),
        cost_of(kind.server, [&] { REQUIRE(kind.store->read_page(session, {}, 10).ok()); })};
  };
  const std::vector<Cost> of_short = costs("short");
  const std::vector<Cost> of_long = costs("long");

  for (const std::size_t call : {0, 1, 2}) CHECK(of_short[call].calls == of_long[call].calls);
  CHECK(of_short[0].calls == std::map<std::string, int>{{"cmdstat_multi", 1},
                                                        {"cmdstat_append", 1},
                                                        {"cmdstat_hincrby", 1},
                                                        {"cmdstat_expire", 2},
                                                        {"cmdstat_exec", 1}});
  // A few bytes more, for lengths and counts with more digits.
  CHECK(of_long[0].bytes_sent <= of_short[0].bytes_sent + 16);
  CHECK(of_long[1].bytes_sent <= of_short[1].bytes_sent + 16);
  // A page is read in pieces, of which one is more than the short session has.
  CHECK(of_long[2].bytes_sent < 300'000);
}

TEST_CASE("A damaged or foreign line does not take the conversation with it", "[store][redis]") {
  RedisKind kind;
  REQUIRE(kind.store->append("s", user_says("one")).ok());
  for (const std::string line : {"not JSON\n", "\n", "[]\n", "{}\n",
                                 R"({"role":"robot","text":"x"})"
                                 "\n",
                                 "\xff\xfe\n",
                                 R"({"text":7})"
                                 "\n",
                                 "          \n"})
    kind.server.cli({"APPEND", kLog, line});
  kind.server.cli({"APPEND", kLog, std::string(10'000, '[') + "\n"});
  const Result<Appended> two = kind.store->append("s", user_says("two"));
  REQUIRE(two.ok());
  kind.server.cli({"APPEND", kLog, "an end without line feed"});

  const Result<Tail> tail = kind.store->read_tail("s", 1'000'000);
  REQUIRE(tail.ok());
  REQUIRE(tail.value().messages.size() == 2);
  CHECK(tail.value().messages[1].id == two.value().id);
  const Result<MessagePage> first = kind.store->read_page("s", {}, 1);
  REQUIRE(first.ok());
  REQUIRE(first.value().next);
  const Result<MessagePage> second = kind.store->read_page("s", first.value().next, 1);
  REQUIRE(second.ok());
  REQUIRE(second.value().messages.size() == 1);
  CHECK(second.value().messages[0].text == "two");
  // The newest message, although newer bytes are no message.
  const Result<Tail> newest = kind.store->read_tail("s", 5);
  REQUIRE(newest.ok());
  REQUIRE(newest.value().messages.size() == 1);
  CHECK(newest.value().messages[0].text == "two");
}

TEST_CASE("A key of another type is an error that says so, and harms nothing", "[store][redis]") {
  RedisKind kind;
  kind.server.cli({"SADD", kLog, "someone else's"});
  CHECK(contains(sentence(kind.store->append("s", user_says("x"))), "something else"));
  CHECK(contains(sentence(kind.store->read_tail("s", 100)), "something else"));
  CHECK(contains(sentence(kind.store->read_page("s", {}, 10)), "something else"));
  CHECK(kind.server.cli({"SMEMBERS", kLog}) == "someone else's");
  CHECK(kind.server.cli({"HGET", kMeta, "messages"}) == "0");

  kind.server.cli({"DEL", kLog});
  REQUIRE(kind.store->append("s", user_says("x")).ok());
  CHECK(stored(*kind.store) == Texts{"x"});
}

TEST_CASE("Another database number is another set of sessions", "[store][redis]") {
  RedisKind kind;
  RedisOptions options = RedisKind::options_for(kind.server);
  options.db = 3;
  const auto other = make_redis_store(options);
  REQUIRE(other->append("s", user_says("in 3")).ok());
  CHECK(stored(*kind.store).empty());
  CHECK(stored(*other) == Texts{"in 3"});
  CHECK(kind.server.cli({"-n", "3", "EXISTS", kLog}) == "1");

  options.db = 99;
  CHECK(contains(sentence(make_redis_store(options)->ping()), "has no database 99"));
}

TEST_CASE("A unix socket serves as well as a port", "[store][redis]") {
  RedisKind kind;
  RedisOptions options;
  options.unix_socket = kind.server.unix_socket();
  const auto store = make_redis_store(options);
  REQUIRE(store->append("s", user_says("hello")).ok());
  CHECK(stored(*kind.store) == Texts{"hello"});
}

TEST_CASE("A login that Redis refuses is explained without the password", "[store][redis]") {
  const RedisServer server(
      {"right-Pa55word", {"user alice on >alices-Pa55word ~chat:session:* +@all"}});
  RedisOptions options = RedisKind::options_for(server);
  const auto ping = [&] { return make_redis_store(options)->ping(); };

  CHECK(contains(sentence(ping()), "set REDIS_PASSWORD"));
  options.password = "wrong-Pa55word";
  CHECK(contains(sentence(ping()), "check REDIS_PASSWORD"));
  CHECK_FALSE(contains(sentence(ping()), "Pa55word"));
  options.password = "right-Pa55word";
  CHECK(ping().ok());

  options.username = "alice";
  CHECK(contains(sentence(ping()), "REDIS_USERNAME"));
  CHECK_FALSE(contains(sentence(ping()), "Pa55word"));
  options.password = "alices-Pa55word";
  const auto store = make_redis_store(options);
  REQUIRE(store->append("s", user_says("hello")).ok());
  CHECK(stored(*store) == Texts{"hello"});

  const RedisServer open;
  options = RedisKind::options_for(open);
  options.password = "needless-Pa55word";
  CHECK(contains(sentence(ping()), "leave REDIS_PASSWORD empty"));
  CHECK_FALSE(contains(sentence(ping()), "Pa55word"));
}

TEST_CASE("A Redis that is not there is an error that says what to do", "[store][redis]") {
  RedisKind kind;
  kind.server.kill();
  const std::string why = sentence(kind.store->ping());
  CHECK(contains(why, "127.0.0.1:" + std::to_string(kind.server.port())));
  CHECK(contains(why, "REDIS_HOST and REDIS_PORT"));
  sentence(kind.store->append("s", user_says("x")));
  sentence(kind.store->read_tail("s", 100));

  RedisOptions options;
  options.unix_socket = "/nonexistent/socket";
  CHECK(contains(sentence(make_redis_store(options)->ping()), "REDIS_SOCKET"));
}

TEST_CASE("After a restart of Redis the store goes on with what was acknowledged",
          "[store][redis]") {
  RedisServer server({"", {"appendonly yes", "appendfsync always"}});
  const auto store = make_redis_store(RedisKind::options_for(server));
  REQUIRE(store->append("s", user_says("before")).ok());
  server.kill();
  sentence(store->append("s", user_says("while away")));
  server.start();
  REQUIRE(store->append("s", user_says("after")).ok());
  CHECK(stored(*store) == Texts{"before", "after"});
}

TEST_CASE("Connections that Redis closed are replaced without anyone noticing", "[store][redis]") {
  RedisKind kind;
  Texts said;
  for (int i = 0; i < 5; ++i) {
    said.push_back(std::to_string(i));
    REQUIRE(kind.store->append("s", user_says(said.back())).ok());
    kind.server.cli({"CLIENT", "KILL", "TYPE", "normal"});
    CHECK(stored(*kind.store) == said);
    kind.server.cli({"CLIENT", "KILL", "TYPE", "normal"});
  }
}

TEST_CASE("Calls share connections instead of making new ones", "[store][redis]") {
  RedisKind kind;
  for (int i = 0; i < 50; ++i) REQUIRE(kind.store->append("s", user_says("x")).ok());
  CHECK(kind.server.cli({"CLIENT", "LIST", "TYPE", "normal"}).find("cmd=exec") !=
        std::string::npos);
  CHECK(info(kind.server, "clients", "connected_clients") == 2);  // and redis-cli itself
}

TEST_CASE("A frozen Redis is an error within 8 s on every call, and no harm afterwards",
          "[store][redis]") {
  RedisKind kind;
  REQUIRE(kind.store->append("s", user_says("before")).ok());
  kind.server.freeze();
  const Texts late = overdue(*kind.store, [](const std::string& name, bool ok) {
    CAPTURE(name);
    CHECK_FALSE(ok);
  });
  kind.server.thaw();
  CHECK(late.empty());

  // The append that was not answered may have been carried out by now, once.
  REQUIRE(kind.store->append("s", user_says("after")).ok());
  const Texts now = stored(*kind.store);
  CHECK((now == Texts{"before", "after"} || now == Texts{"before", "lost?", "after"}));
}

TEST_CASE("An append whose answer was lost says that it may be stored", "[store][redis]") {
  RedisServer server;
  RedisOptions options = RedisKind::options_for(server);
  options.command_timeout_ms = 200;
  const auto store = make_redis_store(options);
  server.freeze();
  const Result<Appended> unsure = store->append("s", user_says("x"));
  const Result<Tail> unread = store->read_tail("s", 100);
  server.thaw();
  CHECK(contains(sentence(unsure), "may be stored or not"));
  CHECK_FALSE(unsure.error().retryable);
  CHECK_FALSE(contains(sentence(unread), "may be stored"));
  CHECK(unread.error().retryable);
}

TEST_CASE("Many callers at once need no more connections than allowed", "[store][redis]") {
  RedisServer server;
  RedisOptions options = RedisKind::options_for(server);
  options.max_connections = 2;
  const auto store = make_redis_store(options);
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 8; ++caller)
    callers.emplace_back([&] {
      for (int i = 0; i < 20; ++i) static_cast<void>(store->append("s", user_says("x")).ok());
    });
  for (std::thread& caller : callers) caller.join();
  CHECK(stored(*store).size() == 160);
  CHECK(info(server, "clients", "connected_clients") <= 3);
}

TEST_CASE("A Redis without memory, or read-only, says so and stores nothing", "[store][redis]") {
  RedisKind kind;
  REQUIRE(kind.store->append("s", user_says("one")).ok());
  kind.server.cli({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
  kind.server.cli({"CONFIG", "SET", "maxmemory", "1"});
  CHECK(contains(sentence(kind.store->append("s", user_says("x"))), "out of memory"));
  CHECK(stored(*kind.store) == Texts{"one"});
  kind.server.cli({"CONFIG", "SET", "maxmemory", "0"});

  kind.server.cli({"REPLICAOF", "127.0.0.1", "1"});
  CHECK(contains(sentence(kind.store->append("s", user_says("x"))), "read-only replica"));
  kind.server.cli({"REPLICAOF", "NO", "ONE"});
  REQUIRE(kind.store->append("s", user_says("two")).ok());
  CHECK(stored(*kind.store) == Texts{"one", "two"});
}
