// What is repeated when a used connection breaks between question and answer: a moment that a real
// Redis cannot be made to hit, so a few lines of socket play its part, or stand before it.
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/proxy/store/store_calls.h"
#include "tests/proxy/store/store_kinds.h"

using namespace magic;

namespace {

const std::string kHangUp;
const std::string kPong = "+PONG\r\n";

// A socket that listens on a free loopback port.
int listen_on(int& port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  REQUIRE(::bind(listener, generic, size) == 0);
  REQUIRE(::getsockname(listener, generic, &size) == 0);
  REQUIRE(::listen(listener, 8) == 0);
  port = ntohs(address.sin_port);
  return listener;
}

// Takes one connection after another. Answers each batch (which is one small command here) with the
// next reply of its script; hangs up for kHangUp; stops at the end of the script.
class ScriptedRedis {
 public:
  explicit ScriptedRedis(std::vector<std::string> script) : script_(std::move(script)) {
    listener_ = listen_on(options.port);
    options.host = "127.0.0.1";
    thread_ = std::thread([this] { serve(); });
  }
  ~ScriptedRedis() { batches(); }

  // All that was asked. Ends the server; call it when the store has no more questions.
  const std::vector<std::string>& batches() {
    if (thread_.joinable()) {
      ::shutdown(listener_, SHUT_RDWR);  // wakes a waiting accept
      thread_.join();
      ::close(listener_);
    }
    return batches_;
  }

  RedisOptions options;

 private:
  void serve() {
    while (batches_.size() < script_.size()) {
      const int connection = ::accept(listener_, nullptr, nullptr);
      if (connection < 0) return;
      while (batches_.size() < script_.size() && answer(connection)) continue;
      ::close(connection);
    }
  }

  bool answer(int connection) {
    std::array<char, 4096> buffer;
    const ssize_t got = ::recv(connection, buffer.data(), buffer.size(), 0);
    if (got <= 0) return false;
    const std::string& reply = script_[batches_.size()];
    batches_.emplace_back(buffer.data(), static_cast<std::size_t>(got));
    return reply != kHangUp && ::send(connection, reply.data(), reply.size(), MSG_NOSIGNAL) > 0;
  }

  const std::vector<std::string> script_;
  std::vector<std::string> batches_;
  int listener_ = -1;
  std::thread thread_;
};

// Stands before a Redis and passes on what is said, until it is told to lose an answer: then Redis
// gets the next command, and its caller gets the end of the connection.
class LossyRelay {
 public:
  explicit LossyRelay(const RedisServer& redis) : redis_port_(redis.port()) {
    options = RedisKind::options_for(redis);
    listener_ = listen_on(options.port);
    thread_ = std::thread([this] { serve(); });
  }
  ~LossyRelay() {
    ends_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }

  void lose_next_answer() { loses_ = true; }
  bool has_lost() const { return !loses_; }

  RedisOptions options;

 private:
  void serve() {
    for (;;) {
      const int caller = ::accept(listener_, nullptr, nullptr);
      if (caller < 0) return;
      const int redis = connect_to_redis();
      while (pass(caller, redis, false) && pass(redis, caller, true)) continue;
      ::close(redis);
      ::close(caller);
    }
  }

  int connect_to_redis() const {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(redis_port_));
    ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return socket;
  }

  // Waits for some bytes and passes them on: what is said here is small enough to come in one piece.
  bool pass(int from, int to, bool is_answer) {
    pollfd readable{from, POLLIN, 0};
    while (::poll(&readable, 1, 20) == 0)
      if (ends_) return false;
    std::array<char, 65536> buffer;
    const ssize_t got = ::recv(from, buffer.data(), buffer.size(), 0);
    if (got <= 0 || (is_answer && loses_.exchange(false))) return false;
    return ::send(to, buffer.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
  }

  const int redis_port_;
  int listener_ = -1;
  std::atomic<bool> loses_ = false;
  std::atomic<bool> ends_ = false;
  std::thread thread_;
};

}  // namespace

TEST_CASE("Reading is repeated when a used connection breaks before its answer", "[store]") {
  ScriptedRedis redis({kPong, kHangUp, kPong});
  const auto store = make_redis_store(redis_client(redis.options));
  CHECK(store->ping().ok());
  CHECK(store->ping().ok());
  CHECK(redis.batches().size() == 3);
}

TEST_CASE("A new connection that breaks at once is an error, not an endless repetition",
          "[store]") {
  ScriptedRedis redis({kHangUp, kHangUp, kHangUp});
  const auto store = make_redis_store(redis_client(redis.options));
  CHECK_FALSE(store->ping().ok());
  CHECK(redis.batches().size() == 1);
}

TEST_CASE("A change whose answer is lost is carried out again, and once in effect",
          "[store][redis]") {
  RedisServer server;
  LossyRelay relay(server);
  const auto store = make_redis_store(redis_client(relay.options));
  // Twice: at first Redis has to be told each script, which is more than one answer.
  for (const std::string session : {"known", "s"}) {
    const auto losing = [&](const std::function<void()>& call) {
      REQUIRE(store->ping().ok());  // over a connection that was used before
      if (session == "s") relay.lose_next_answer();
      call();
      CHECK(relay.has_lost());
    };
    std::string first, second;
    losing([&] { must(store->create(session, "", "", kNow)); });
    losing([&] { CHECK_FALSE(ask(*store, session, "question", "t1").was_known); });
    losing([&] { first = reply(*store, session, "first", "t1"); });
    losing([&] { must(store->add_attempt(session, "t1")); });
    losing([&] { second = reply(*store, session, "second", "t1", 9); });
    losing([&] { must(store->mark(session, first, Mark::pinned)); });
    losing([&] { must(store->choose_answer(session, "t1", second)); });
    losing([&] { must(store->put_summary(session, {"x", first, 2, "m", kNow})); });
    losing([&] { must(store->put_held(session, {"r", "m", first})); });
    losing([&] { must(store->patch(session, {.title = "title", .local_only = {}})); });
    losing([&] { CHECK(stored(*store, session) == Texts{"question", "first", "second"}); });
    losing([&] { must(store->erase(session, first)); });
    CHECK(stored(*store, session) == Texts{"question", "second"});

    const SessionExport taken{must(store->info(session)), page(*store, session).messages};
    losing([&] { must(store->import(session + "2", taken, "", kNow)); });
    CHECK(stored(*store, session + "2") == Texts{"question", "second"});
    losing([&] { must(store->clear(session, "")); });
    CHECK(stored(*store, session).empty());
    // It lives on under another call's name: that one is refused.
    CHECK(refusal(store->import(session + "2", taken, "", kNow)) == ErrorCode::conflict);
  }
}

TEST_CASE("Something else than Redis on its port is named as such", "[store]") {
  std::string nested;
  for (int level = 0; level < 100; ++level) nested += "*1\r\n";
  for (const std::string& said :
       {std::string("HTTP/1.1 400 Bad Request\r\n\r\n"), nested, std::string("*2000000000\r\n")}) {
    ScriptedRedis redis({said});
    const Status status = make_redis_store(redis_client(redis.options))->ping();
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().message.find("does not speak the Redis protocol") != std::string::npos);
  }
}
