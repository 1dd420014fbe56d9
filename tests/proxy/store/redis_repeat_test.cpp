// What is repeated when a used connection breaks between question and answer: a moment that a real
// Redis cannot be made to hit, so a few lines of socket play its part.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/proxy/store/store_kinds.h"

using namespace magic;

namespace {

const std::string kHangUp;
const std::string kPong = "+PONG\r\n";

// Takes one connection after another. Answers each batch (which ends in PING or EXEC) with the next
// reply of its script; hangs up for kHangUp; stops at the end of the script.
class ScriptedRedis {
 public:
  explicit ScriptedRedis(std::vector<std::string> script) : script_(std::move(script)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(listener_, generic, size) == 0);
    REQUIRE(::getsockname(listener_, generic, &size) == 0);
    REQUIRE(::listen(listener_, 8) == 0);
    options.host = "127.0.0.1";
    options.port = ntohs(address.sin_port);
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
    std::string batch;
    std::array<char, 4096> buffer;
    while (!batch.ends_with("PING\r\n") && !batch.ends_with("EXEC\r\n")) {
      const ssize_t got = ::recv(connection, buffer.data(), buffer.size(), 0);
      if (got <= 0) return false;
      batch.append(buffer.data(), static_cast<std::size_t>(got));
    }
    const std::string& reply = script_[batches_.size()];
    batches_.push_back(batch);
    return reply != kHangUp && ::send(connection, reply.data(), reply.size(), MSG_NOSIGNAL) > 0;
  }

  const std::vector<std::string> script_;
  std::vector<std::string> batches_;
  int listener_ = -1;
  std::thread thread_;
};

}  // namespace

TEST_CASE("Reading is repeated when a used connection breaks before its answer", "[store]") {
  ScriptedRedis redis({kPong, kHangUp, kPong});
  const auto store = make_redis_store(redis.options);
  CHECK(store->ping().ok());
  CHECK(store->ping().ok());
  CHECK(redis.batches().size() == 3);
}

TEST_CASE("A new connection that breaks at once is an error, not an endless repetition",
          "[store]") {
  ScriptedRedis redis({kHangUp, kHangUp, kHangUp});
  const auto store = make_redis_store(redis.options);
  CHECK_FALSE(store->ping().ok());
  CHECK(redis.batches().size() == 1);
}

TEST_CASE("An append that reached Redis is never sent twice", "[store]") {
  ScriptedRedis redis({kPong, kHangUp, kPong});
  const auto store = make_redis_store(redis.options);
  CHECK(store->ping().ok());
  const Result<Appended> unsure = store->append("s", user_says("once"));
  REQUIRE_FALSE(unsure.ok());
  CHECK_FALSE(unsure.error().retryable);
  CHECK(store->ping().ok());
  REQUIRE(redis.batches().size() == 3);
  CHECK(redis.batches()[1].find("once") != std::string::npos);
}

TEST_CASE("Something else than Redis on its port is named as such", "[store]") {
  ScriptedRedis redis({"HTTP/1.1 400 Bad Request\r\n\r\n"});
  const Status status = make_redis_store(redis.options)->ping();
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().message.find("does not speak the Redis protocol") != std::string::npos);
}
