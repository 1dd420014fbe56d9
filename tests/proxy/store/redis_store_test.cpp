// What only Redis can show of the sessions in it: their keys and events, and what a call costs.
#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "proxy/store/live_feed.h"
#include "tests/proxy/store/redis_probe.h"
#include "tests/proxy/store/store_calls.h"
#include "tests/proxy/store/store_kinds.h"

using namespace magic;

namespace {

const std::string kLog = RedisKind::key("s", "messages");
const std::string kMeta = RedisKind::key("s", "meta");
const std::string kMarks = RedisKind::key("s", "marks");
const std::string kTurns = RedisKind::key("s", "turns");
const std::string kEvents = RedisKind::key("s", "events");

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

}  // namespace

TEST_CASE("redis-cli shows a conversation as lines of JSON, and all its keys end together",
          "[store][redis]") {
  RedisKind kind;
  NewQuestion asked = question("My name is Alice", "t1");
  asked.client_message_id = "c1";
  asked.owner = "me";
  const std::string id = must(kind.store->append_question("s", asked)).id;
  reply(*kind.store, "s", "Hello Alice", "t1");
  must(kind.store->mark("s", id, Mark::pinned));

  std::istringstream log(kind.server.cli({"--raw", "GET", kLog}));
  std::string line;
  REQUIRE(std::getline(log, line));
  CHECK(line.starts_with(R"({"turn_id":"t1","role":"user","text":"My name is Alice")"));
  REQUIRE(std::getline(log, line));
  CHECK(line.starts_with(R"({"turn_id":"t1","role":"assistant","text":"Hello Alice")"));
  CHECK(kind.server.cli({"HMGET", kMeta, "messages", "bytes"}) ==
        "2\n" + kind.server.cli({"STRLEN", kLog}));
  CHECK(kind.server.cli({"HGETALL", kMarks}) == id + "\np");
  CHECK(kind.server.cli({"HMGET", kTurns, "t1", "t1.n", "c:c1"}) == id + "\n1\nt1");

  const std::string end = kind.server.cli({"PEXPIRETIME", kLog});
  for (const std::string& key : {kMeta, kMarks, kTurns, kEvents})
    CHECK(kind.server.cli({"PEXPIRETIME", key}) == end);
  CHECK(std::stoi(kind.server.cli({"TTL", kLog})) > kTtlSeconds - 60);
  // The list lives on while answers and marks keep a session alive.
  CHECK(std::stoi(kind.server.cli({"TTL", "chat:owner:me:sessions"})) > kTtlSeconds + 3600);
  CHECK(kind.server.cli({"DBSIZE"}) == "6");
  must(kind.store->clear("s", "me"));
  // For those who watch, and not for long.
  CHECK(kind.server.cli({"KEYS", "*"}) == kEvents);
  CHECK(std::stoi(kind.server.cli({"TTL", kEvents})) <= 60);
  CHECK(kind.events("s") == Texts{"cleared"});
}

TEST_CASE("Every change of a session is told in its stream, in order", "[store][redis]") {
  RedisKind kind;
  SessionStore& store = *kind.store;
  const std::string asked = ask(store, "s", "question", "t1").id;
  const std::string first = reply(store, "s", "first", "t1");
  const std::string second = reply(store, "s", "second", "t1", 1);
  must(store.choose_answer("s", "t1", second));
  must(store.mark("s", asked, Mark::pinned));
  must(store.erase("s", first));
  must(store.patch("s", {.title = "x", .local_only = {}}));
  CHECK(kind.events("s") ==
        Texts{"message message=" + asked + " turn=t1", "message message=" + first + " turn=t1",
              "message message=" + second + " turn=t1 attempt=1",
              "chosen message=" + second + " turn=t1", "marked message=" + asked,
              "deleted message=" + first, "session"});
  for (int i = 0; i < kKeptEvents + 500; ++i) must(store.patch("s", {}));
  const int kept = std::stoi(kind.server.cli({"XLEN", kEvents}));
  CHECK(kept >= kKeptEvents);
  CHECK(kept < kKeptEvents + 300);  // Redis drops whole nodes of 100

  // Ids go on rising when a session is cleared and used again: whoever waits sees what comes.
  const auto newest = [&] {
    const std::string entry = kind.server.cli({"XREVRANGE", kEvents, "+", "-", "COUNT", "1"});
    return entry.substr(0, entry.find('\n'));
  };
  const std::string before = newest();
  must(store.clear("s", ""));
  ask(store, "s", "question", "t1");
  const std::string since = kind.server.cli({"XRANGE", kEvents, "(" + before, "+"});
  CHECK(contains(since, "cleared"));
  CHECK(contains(since, "t1"));
}

TEST_CASE("A session says how many answers are still to come, and from which event on",
          "[store][redis]") {
  RedisKind kind;
  SessionStore& store = *kind.store;
  const auto open = [&] { return kind.server.cli({"HMGET", kMeta, "open", "open_from"}); };
  const auto newest = [&] {
    const std::string entry = kind.server.cli({"XREVRANGE", kEvents, "+", "-", "COUNT", "1"});
    return entry.substr(0, entry.find('\n'));
  };
  NewQuestion asked = question("compare", "t1");
  asked.attempts = 2;
  must(store.append_question("s", asked));
  const std::string from = newest();
  CHECK(open() == "2\n" + from);
  reply(store, "s", "one", "t1", 0);
  CHECK(open() == "1\n" + from);
  reply(store, "s", "one", "t1", 0);  // carried out twice
  CHECK(open() == "1\n" + from);
  reply(store, "s", "two", "t1", 1);
  CHECK(open() == "0\n" + from);
  reply(store, "s", "late", "t1", 2);
  CHECK(open() == "0\n" + from);
  const std::string last = newest();
  must(store.add_attempt("s", "t1"));
  CHECK(open() == "1\n" + last);
  kind.server.cli({"DEL", kEvents});
  must(store.add_attempt("s", "t1"));
  CHECK(open() == "1\n0-0");
}

TEST_CASE("The pieces of an erased answer leave the stream, and no others", "[store][redis]") {
  RedisKind kind;
  SessionStore& store = *kind.store;
  ask(store, "s", "question", "t1");
  const auto piece = [&](const std::string& turn, const std::string& attempt,
                         const std::string& text) {
    kind.server.cli(
        {"XADD", kEvents, "*", "kind", "delta", "turn", turn, "attempt", attempt, "text", text});
  };
  piece("t1", "0", "the secret");
  piece("t1", "1", "of attempt 1");
  piece("t2", "0", "of turn 2");
  kind.server.cli({"XADD", kEvents, "*", "kind", "reasoning", "turn", "t1", "text", "secretly"});
  must(store.erase("s", reply(store, "s", "the secret", "t1")));
  const std::string left = kind.server.cli({"XRANGE", kEvents, "-", "+"});
  CHECK_FALSE(contains(left, "secret"));
  CHECK(contains(left, "of attempt 1"));
  CHECK(contains(left, "of turn 2"));
  CHECK_FALSE(contains(kind.server.cli({"GET", kLog}), "secret"));
}

TEST_CASE("Calls cost Redis the same in a short and in a long session", "[store][redis]") {
  RedisKind kind;
  SessionStore& store = *kind.store;
  const auto fill = [&](const std::string& session, int turns) {
    for (int i = 0; i < turns; ++i) {
      ask(store, session, "always the same words", "t" + std::to_string(i));
      reply(store, session, "always the same words", "t" + std::to_string(i));
    }
  };
  fill("short", 20);
  fill("long", 1000);
  const auto costs = [&](const std::string& session) {
    const std::vector<std::function<void()>> calls{
        [&] { ask(store, session, "x", "new"); },
        [&] { reply(store, session, "x", "new"); },
        [&] { memory(store, session, 1500); },
        [&] { page(store, session, {}, 10); },
        [&] { must(store.read_messages(session, {"m0000000000"})); },
        [&] { must(store.read_turn(session, "t3")); },
        [&] { must(store.mark(session, "m0000000000", Mark::pinned)); },
        [&] {
          must(store.choose_answer(session, "t0",
                                   must(store.read_turn(session, "t0")).answers[0].answer_id));
        },
        [&] { must(store.erase(session, "m0000000000")); },
        [&] { must(store.info(session)); },
        [&] { must(store.clear(session, "")); },
    };
    std::vector<Cost> each;
    for (const auto& call : calls) each.push_back(cost_of(kind.server, call));
    return each;
  };
  fill("other", 4);
  costs("other");  // Redis is told the scripts
  const std::vector<Cost> of_short = costs("short");
  const std::vector<Cost> of_long = costs("long");
  for (std::size_t call = 0; call < of_short.size(); ++call) {
    CAPTURE(call);
    CHECK(of_short[call].calls == of_long[call].calls);
    // A few bytes more, for lengths and counts with more digits. A page is read in pieces, of which
    // one is more than the short session has.
    if (call != 3) CHECK(of_long[call].bytes_sent <= of_short[call].bytes_sent + 32);
  }
  CHECK(of_short[0].calls.at("cmdstat_evalsha") == 1);
  CHECK(of_short[0].calls.at("cmdstat_append") == 1);
  CHECK(of_long[3].bytes_sent < 300'000);
}

TEST_CASE("A Redis that forgot the scripts is told them again", "[store][redis]") {
  RedisKind kind;
  SessionStore& store = *kind.store;
  for (int i = 0; i < 3; ++i) {
    const std::string turn = "t" + std::to_string(i);
    ask(store, "s", "question", turn);
    kind.server.cli({"SCRIPT", "FLUSH"});
    reply(store, "s", "answer", turn);
    kind.server.cli({"SCRIPT", "FLUSH"});
  }
  CHECK(stored(store).size() == 6);
}

TEST_CASE("What is left of a session that Redis evicted is not taken for one", "[store][redis]") {
  RedisKind kind;
  SessionStore& store = *kind.store;
  for (const std::string& lost : {kLog, kMeta}) {
    CAPTURE(lost);
    NewQuestion asked = question("before", "t1");
    asked.client_message_id = "c1";
    asked.owner = "me";
    const std::string id = must(store.append_question("s", asked)).id;
    must(store.mark("s", id, Mark::excluded));
    kind.server.cli({"DEL", lost});

    CHECK(memory(store, "s") == StoredMemory{});
    CHECK(page(store, "s").total == 0);
    CHECK(refusal(store.info("s")) == ErrorCode::not_found);
    CHECK(refusal(store.read_turn("s", "t1")) == ErrorCode::not_found);
    CHECK(refusal(store.append_answer("s", answer("late", "t1"))) == ErrorCode::not_found);
    CHECK(refusal(store.patch("s", {.title = "x", .local_only = {}})) == ErrorCode::not_found);
    CHECK(must(store.list("me", 10)).empty());

    asked.message.turn_id = "t2";
    const QuestionStored anew = must(store.append_question("s", asked));
    CHECK_FALSE(anew.was_known);
    CHECK(anew.message_count == 1);
    CHECK_FALSE(memory(store, "s").messages.at(0).excluded);
    CHECK(stored(store) == Texts{"before"});
    CHECK(refusal(store.read_turn("s", "t1")) == ErrorCode::not_found);
    CHECK(kind.events("s").size() == 2);  // cleared, and the new message
    must(store.clear("s", "me"));
  }
  // Nor does it stand in the way of another one.
  ask(store, "s", "before", "t1");
  kind.server.cli({"DEL", kLog});
  CHECK(must(store.create("s", "", "", kNow)).message_count == 0);
  CHECK(refusal(store.read_turn("s", "t1")) == ErrorCode::not_found);
}

TEST_CASE("A session that an older version stored goes on", "[store][redis]") {
  RedisKind kind;
  SessionStore& store = *kind.store;
  kind.server.cli({"APPEND", kLog,
                   R"({"role":"user","text":"old","status":"completed"})"
                   "\n"});
  kind.server.cli({"HINCRBY", kMeta, "messages", "1"});
  CHECK(stored(store) == Texts{"old"});
  CHECK(memory(store, "s").messages.at(0).turn_id == "m0000000000");
  CHECK(ask(store, "s", "new", "t1").message_count == 2);
  must(store.mark("s", "m0000000000", Mark::pinned));
  CHECK(stored(store) == Texts{"old", "new"});
}

TEST_CASE("An owner's list holds only so many, and its failure fails nothing", "[store][redis]") {
  RedisKind kind;
  SessionStore& store = *kind.store;
  for (int i = 0; i < kMaxListedSessions + 5; ++i)
    kind.server.cli(
        {"ZADD", "chat:owner:me:sessions", std::to_string(i), "gone" + std::to_string(i)});
  NewQuestion asked = question("x", "t1");
  asked.owner = "me";
  must(store.append_question("s", asked));
  CHECK(kind.server.cli({"ZCARD", "chat:owner:me:sessions"}) == std::to_string(kMaxListedSessions));
  CHECK(must(store.list("me", 10)).size() == 1);
  CHECK(kind.server.cli({"ZRANGE", "chat:owner:me:sessions", "0", "-1"}) == "s");

  asked.owner = "you";
  asked.message.turn_id = "t2";
  kind.server.cli({"SET", "chat:owner:you:sessions", "something else"});
  must(store.append_question("s", asked));
  CHECK(stored(store).size() == 2);
  must(store.clear("s", "you"));
  sentence(store.list("you", 10));
}

TEST_CASE("A damaged or foreign line does not take the conversation with it", "[store][redis]") {
  RedisKind kind;
  SessionStore& store = *kind.store;
  ask(store, "s", "one");
  for (const std::string line : {"not JSON\n", "\n", "[]\n", "{}\n",
                                 R"({"role":"robot","text":"x"})"
                                 "\n",
                                 "\xff\xfe\n",
                                 R"({"text":7})"
                                 "\n",
                                 "          \n"})
    kind.server.cli({"APPEND", kLog, line});
  kind.server.cli({"APPEND", kLog, std::string(10'000, '[') + "\n"});
  const QuestionStored two = ask(store, "s", "two");
  kind.server.cli({"APPEND", kLog, "an end without line feed"});

  CHECK(texts(memory(store, "s").messages) == Texts{"one", "two"});
  CHECK(memory(store, "s").messages[1].id == two.id);
  const MessagePage first = page(store, "s", {}, 1);
  REQUIRE(first.next);
  CHECK(texts(page(store, "s", first.next, 1).messages) == Texts{"two"});
  // The newest message, although newer bytes are no message.
  CHECK(texts(memory(store, "s", 5).messages) == Texts{"two"});
  CHECK(texts(must(store.read_messages("s", {two.id}))) == Texts{"two"});
  kind.server.cli({"HSET", kMeta, "summary", "not JSON", "held", "[]"});
  CHECK_FALSE(memory(store, "s").summary);
  CHECK_FALSE(memory(store, "s").held);
}

TEST_CASE("A key of another type is an error that says so, and harms nothing", "[store][redis]") {
  RedisKind kind;
  SessionStore& store = *kind.store;
  kind.server.cli({"SADD", kLog, "someone else's"});
  CHECK(contains(sentence(try_to_ask(store, "x", "t1")), "something else"));
  CHECK(contains(sentence(store.append_answer("s", answer("x", "t1"))), "something else"));
  CHECK(contains(sentence(store.create("s", "", "", kNow)), "something else"));
  CHECK(contains(sentence(store.read_memory("s", 100, {})), "something else"));
  CHECK(contains(sentence(store.read_page("s", {}, 10)), "something else"));
  CHECK(kind.server.cli({"SMEMBERS", kLog}) == "someone else's");
  CHECK(kind.server.cli({"DBSIZE"}) == "1");

  kind.server.cli({"DEL", kLog});
  ask(store, "s", "x");
  CHECK(stored(store) == Texts{"x"});
}
