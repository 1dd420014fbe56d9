// Where Redis is and how it fails: logins, connections, restarts, time-outs, a full memory.
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/proxy/store/redis_probe.h"
#include "tests/proxy/store/store_calls.h"
#include "tests/proxy/store/store_kinds.h"

using namespace magic;

namespace {

const std::string kLog = RedisKind::key("s", "messages");

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
    if (result.second >= std::chrono::seconds(8) * patience()) late.push_back(name);
  }
  return late;
}

}  // namespace

TEST_CASE("Another database number is another set of sessions", "[store][redis]") {
  RedisKind kind;
  RedisOptions options = RedisKind::options_for(kind.server);
  options.db = 3;
  const auto other = make_redis_store(redis_client(options));
  ask(*other, "s", "in 3");
  CHECK(stored(*kind.store).empty());
  CHECK(stored(*other) == Texts{"in 3"});
  CHECK(kind.server.cli({"-n", "3", "EXISTS", kLog}) == "1");

  options.db = 99;
  CHECK(contains(sentence(make_redis_store(redis_client(options))->ping()), "has no database 99"));
}

TEST_CASE("A unix socket serves as well as a port", "[store][redis]") {
  RedisKind kind;
  RedisOptions options;
  options.unix_socket = kind.server.unix_socket();
  const auto store = make_redis_store(redis_client(options));
  ask(*store, "s", "hello");
  CHECK(stored(*kind.store) == Texts{"hello"});
}

TEST_CASE("A login that Redis refuses is explained without the password", "[store][redis]") {
  const RedisServer server(
      {"right-Pa55word",
       {"user alice on >alices-Pa55word ~chat:* +@string +@hash +@sortedset +@stream "
        "+@scripting +@transaction +@connection +exists +expire +ttl +unlink"}});
  RedisOptions options = RedisKind::options_for(server);
  const auto ping = [&] { return make_redis_store(redis_client(options))->ping(); };

  CHECK(contains(sentence(ping()), "set REDIS_PASSWORD"));
  options.password = Secret("wrong-Pa55word");
  CHECK(contains(sentence(ping()), "check REDIS_PASSWORD"));
  CHECK_FALSE(contains(sentence(ping()), "Pa55word"));
  options.password = Secret("right-Pa55word");
  CHECK(ping().ok());

  options.username = "alice";
  CHECK(contains(sentence(ping()), "REDIS_USERNAME"));
  CHECK_FALSE(contains(sentence(ping()), "Pa55word"));
  options.password = Secret("alices-Pa55word");
  const auto store = make_redis_store(redis_client(options));
  ask(*store, "s", "hello");
  CHECK(stored(*store) == Texts{"hello"});

  const RedisServer open;
  options = RedisKind::options_for(open);
  options.password = Secret("needless-Pa55word");
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
  CHECK(contains(sentence(make_redis_store(redis_client(options))->ping()), "REDIS_SOCKET"));
}

TEST_CASE("After a restart of Redis the store goes on with what was acknowledged",
          "[store][redis]") {
  RedisServer server({"", {"appendonly yes", "appendfsync always"}});
  const auto store = make_redis_store(redis_client(RedisKind::options_for(server)));
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
  const auto store = make_redis_store(redis_client(options));
  ask(*store, "s", "before");  // so that Redis knows the script
  server.freeze();
  const Result<QuestionStored> unsure = try_to_ask(*store, "once", "t1");
  server.thaw();
  CHECK(contains(sentence(unsure), "did not answer in time"));
  CHECK(unsure.error().retryable);
  const auto patient = make_redis_store(redis_client(RedisKind::options_for(server)));
  CHECK_FALSE(must(try_to_ask(*patient, "once", "t1")).was_known);
  CHECK(stored(*patient) == Texts{"before", "once"});
}

TEST_CASE("Many callers at once need no more connections than allowed", "[store][redis]") {
  RedisServer server;
  RedisOptions options = RedisKind::options_for(server);
  options.max_connections = 2;
  const auto store = make_redis_store(redis_client(options));
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

TEST_CASE(
    "Where a session's stream is something else nothing is half stored, and clearing mends it",
    "[store][redis]") {
  RedisKind kind;
  SessionStore& store = *kind.store;
  ask(store, "s", "one", "t1");
  kind.server.cli({"SET", RedisKind::key("s", "events"), "someone else's"});
  CHECK(contains(sentence(try_to_ask(store, "x", "t2")), "something else"));
  CHECK(contains(sentence(store.append_answer("s", answer("x", "t1"))), "something else"));
  CHECK(stored(store) == Texts{"one"});
  must(store.clear("s", ""));
  ask(store, "s", "two", "t2");
  CHECK(stored(store) == Texts{"two"});
}

TEST_CASE("A turn that is said to have more answers than there may be keeps nobody busy",
          "[store][redis]") {
  RedisKind kind;
  SessionStore& store = *kind.store;
  ask(store, "s", "one", "t1");
  const std::string answered = reply(store, "s", "answer", "t1");
  kind.server.cli({"HSET", RedisKind::key("s", "turns"), "t1.n", "2000000000"});
  CHECK(must(store.read_turn("s", "t1")).answers.size() == 1);
  must(store.erase("s", answered));
  CHECK(stored(store) == Texts{"one"});
}
