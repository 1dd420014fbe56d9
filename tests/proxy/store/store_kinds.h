// Every kind of session store, made the same way, for tests that must hold for all of them.
#pragma once

#include <memory>
#include <string>

#include "proxy/base/clock.h"
#include "proxy/store/memory_store.h"
#include "proxy/store/redis_store.h"
#include "tests/support/redis_server.h"

namespace magic {

inline constexpr int kTtlSeconds = 3600;

class HandClock final : public Clock {
 public:
  std::int64_t wall_ms() const override { return now_ms; }
  std::int64_t monotonic_ms() const override { return now_ms; }

  std::int64_t now_ms = 1'000'000;
};

struct MemoryKind {
  // Lets the session grow older by so many seconds.
  void age(const std::string&, int seconds) { clock.now_ms += seconds * 1000; }

  HandClock clock;
  std::unique_ptr<SessionStore> store = make_memory_store(clock, kTtlSeconds);
};

struct RedisKind {
  void age(const std::string& session, int seconds) {
    for (const char* part : {"messages", "meta"}) {
      const std::string key = "chat:session:{" + session + "}:" + part;
      const int left = std::stoi(server.cli({"TTL", key}));
      server.cli({"EXPIRE", key, std::to_string(left - seconds)});
    }
  }

  static RedisOptions options_for(const RedisServer& server) {
    RedisOptions options;
    options.host = "127.0.0.1";
    options.port = server.port();
    options.session_ttl_seconds = kTtlSeconds;
    return options;
  }

  RedisServer server;
  std::unique_ptr<SessionStore> store = make_redis_store(options_for(server));
};

inline Message user_says(std::string text) {
  Message message;
  message.role = Role::user;
  message.text = std::move(text);
  message.created_at_ms = 1'700'000'000'000;
  return message;
}

}  // namespace magic
