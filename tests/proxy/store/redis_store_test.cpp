// What only Redis can show: its keys, its failures, and what a call costs it.
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "proxy/store/live_feed.h"
#include "tests/proxy/store/store_calls.h"
#include "tests/proxy/store/store_kinds.h"

using namespace magic;

namespace {

const std::string kLog = RedisKind::key("s", "messages");
const std::string kMeta = RedisKind::key("s", "meta");
const std::string kMarks = RedisKind::key("s", "marks");
const std::string kTurns = RedisKind::key("s", "turns");
const std::string kEvents = RedisKind::key("s", "events");

template <class T>
std::string sentence(const Result<T>& result) {
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().code == ErrorCode::store_unavailable);
  return result.error().message;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

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

Result<QuestionStored> try_to_ask(SessionStore& store, const std::string& text,
                                  const std::string& turn) {
  return store.append_question("s", question(text, turn));
}

// Calls every method at the same time, and says which took longer than 8 s.
Texts overdue(SessionStore& store, const std::function<void(const std::string&, bool)>& seen) {
  const std::map<std::string, std::function<bool()>> calls{
      {"append_question", [&] { return try_to_ask(store, "lost?", "lost").ok(); }},
      {"append_answer", [&] { return store.append_answer("s", answer("lost?", "t1")).ok(); }},
      {"add_attempt", [&] { return store.add_attempt("s", "t1").ok(); }},
      {"read_turn", [&] { return store.read_turn("s", "t1").ok(); }},
      {"choose_answer", [&] { return store.choose_answer("s", "t1", "m0000000009").ok(); }},
      {"read_memory", [&] { return store.read_memory("s", 1000, {}).ok(); }},
      {"read_page", [&] { return store.read_page("s", {}, 10).ok(); }},
      {"read_messages", [&] { return store.read_messages("s", {"m0000000000"}).ok(); }},
      {"mark", [&] { return store.mark("s", "m0000000009", Mark::pinned).ok(); }},
      {"erase", [&] { return store.erase("s", "m0000000009").ok(); }},
      {"put_summary", [&] { return store.put_summary("s", {}).ok(); }},
      {"put_held", [&] { return store.put_held("s", {}).ok(); }},
      {"create", [&] { return store.create("new", "", "me", kNow).ok(); }},
      {"info", [&] { return store.info("s").ok(); }},
      {"patch", [&] { return store.patch("s", {}).ok(); }},
      {"list", [&] { return store.list("me", 10).ok(); }},
      {"import", [&] { return store.import("new2", {}, "me", kNow).ok(); }},
      {"clear", [&] { return store.clear("other", "me").ok(); }},
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

TEST_CASE("Another database number is another set of sessions", "[store][redis]") {
  RedisKind kind;
  RedisOptions options = RedisKind::options_for(kind.server);
  options.db = 3;
  const auto other = make_redis_store(options);
  ask(*other, "s", "in 3");
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
  ask(*store, "s", "hello");
  CHECK(stored(*kind.store) == Texts{"hello"});
}

TEST_CASE("A login that Redis refuses is explained without the password", "[store][redis]") {
  const RedisServer server(
      {"right-Pa55word",
       {"user alice on >alices-Pa55word ~chat:* +@string +@hash +@sortedset +@stream "
        "+@scripting +@transaction +@connection +exists +expire +ttl +unlink"}});
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
  ask(*store, "s", "hello");
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
  sentence(try_to_ask(*kind.store, "x", "t1"));
  sentence(kind.store->read_memory("s", 100, {}));

  RedisOptions options;
  options.unix_socket = "/nonexistent/socket";
  CHECK(contains(sentence(make_redis_store(options)->ping()), "REDIS_SOCKET"));
}

TEST_CASE("After a restart of Redis the store goes on with what was acknowledged",
          "[store][redis]") {
  RedisServer server({"", {"appendonly yes", "appendfsync always"}});
  const auto store = make_redis_store(RedisKind::options_for(server));
  ask(*store, "s", "before");
  server.kill();
  sentence(try_to_ask(*store, "while away", "t9"));
  server.start();
  ask(*store, "s", "after");
  CHECK(stored(*store) == Texts{"before", "after"});
}

TEST_CASE("Connections that Redis closed are replaced without anyone noticing", "[store][redis]") {
  RedisKind kind;
  Texts said;
  for (int i = 0; i < 5; ++i) {
    said.push_back(std::to_string(i));
    ask(*kind.store, "s", said.back());
    kind.server.cli({"CLIENT", "KILL", "TYPE", "normal"});
    CHECK(stored(*kind.store) == said);
    kind.server.cli({"CLIENT", "KILL", "TYPE", "normal"});
  }
}

TEST_CASE("Calls share connections instead of making new ones", "[store][redis]") {
  RedisKind kind;
  for (int i = 0; i < 50; ++i) ask(*kind.store, "s", "x");
  CHECK(contains(kind.server.cli({"CLIENT", "LIST", "TYPE", "normal"}), "cmd=evalsha"));
  CHECK(info(kind.server, "clients", "connected_clients") == 2);  // and redis-cli itself
}

TEST_CASE("A frozen Redis is an error within 8 s on every call, and no harm afterwards",
          "[store][redis]") {
  RedisKind kind;
  ask(*kind.store, "s", "before");
  kind.server.freeze();
  const Texts late = overdue(*kind.store, [](const std::string& name, bool ok) {
    CAPTURE(name);
    CHECK_FALSE(ok);
  });
  kind.server.thaw();
  CHECK(late.empty());

  // The question that was not answered may have been carried out by now; asked again, it is there
  // once.
  ask(*kind.store, "s", "lost?", "lost");
  ask(*kind.store, "s", "after");
  CHECK(stored(*kind.store) == Texts{"before", "lost?", "after"});
}

TEST_CASE("A call that timed out may be made again, whether Redis carried it out or not",
          "[store][redis]") {
  RedisServer server;
  RedisOptions options = RedisKind::options_for(server);
  options.command_timeout_ms = 200;
  const auto store = make_redis_store(options);
  ask(*store, "s", "before");  // so that Redis knows the script
  server.freeze();
  const Result<QuestionStored> unsure = try_to_ask(*store, "once", "t1");
  server.thaw();
  CHECK(contains(sentence(unsure), "did not answer in time"));
  CHECK(unsure.error().retryable);
  const auto patient = make_redis_store(RedisKind::options_for(server));
  CHECK_FALSE(must(try_to_ask(*patient, "once", "t1")).was_known);
  CHECK(stored(*patient) == Texts{"before", "once"});
}

TEST_CASE("Many callers at once need no more connections than allowed", "[store][redis]") {
  RedisServer server;
  RedisOptions options = RedisKind::options_for(server);
  options.max_connections = 2;
  const auto store = make_redis_store(options);
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 8; ++caller)
    callers.emplace_back([&, caller] {
      for (int i = 0; i < 20; ++i)
        static_cast<void>(
            try_to_ask(*store, "x", "t" + std::to_string(caller) + "_" + std::to_string(i)).ok());
    });
  for (std::thread& caller : callers) caller.join();
  CHECK(stored(*store).size() == 160);
  CHECK(info(server, "clients", "connected_clients") <= 3);
}

TEST_CASE("A Redis without memory, or read-only, says so and stores nothing", "[store][redis]") {
  RedisKind kind;
  SessionStore& store = *kind.store;
  ask(store, "s", "one", "t1");
  const std::string answered = reply(store, "s", "answer", "t1");
  kind.server.cli({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
  kind.server.cli({"CONFIG", "SET", "maxmemory", "1"});
  CHECK(contains(sentence(try_to_ask(store, "x", "t2")), "out of memory"));
  CHECK(contains(sentence(store.append_question("new", question("x", "t1"))), "out of memory"));
  CHECK(contains(sentence(store.append_answer("s", answer("x", "t1", 1))), "out of memory"));
  CHECK(contains(sentence(store.create("new", "", "", kNow)), "out of memory"));
  CHECK(contains(sentence(store.import("new", {}, "", kNow)), "out of memory"));
  CHECK(stored(store) == Texts{"one", "answer"});
  CHECK(page(store, "s").total == 2);
  // What gives memory back is let through.
  must(store.erase("s", answered));
  CHECK(stored(store) == Texts{"one"});
  must(store.clear("s", ""));
  CHECK(stored(store).empty());
  kind.server.cli({"CONFIG", "SET", "maxmemory", "0"});

  ask(store, "s", "one", "t1");
  kind.server.cli({"REPLICAOF", "127.0.0.1", "1"});
  CHECK(contains(sentence(try_to_ask(store, "x", "t2")), "read-only replica"));
  kind.server.cli({"REPLICAOF", "NO", "ONE"});
  ask(store, "s", "two", "t2");
  CHECK(stored(store) == Texts{"one", "two"});
}
