// Every kind of session store, made the same way, for tests that must hold for all of them.
#pragma once

#include <cstdint>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "proxy/base/clock.h"
#include "proxy/store/memory_store.h"
#include "proxy/store/redis_store.h"
#include "tests/proxy/store/redis_clients.h"
#include "tests/support/patience.h"
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

  // What was told of the session, e.g. "chosen message=m0000000123 turn=t1".
  std::vector<std::string> events(const std::string& session) {
    std::vector<std::string> lines;
    for (const auto& [of, event] : told) {
      if (of != session) continue;
      std::string line = kind_of(event.kind);
      if (!event.message.empty()) line += " message=" + event.message;
      if (!event.turn.empty()) line += " turn=" + event.turn;
      if (event.attempt > 0) line += " attempt=" + std::to_string(event.attempt);
      lines.push_back(line);
    }
    return lines;
  }

  HandClock clock;
  std::vector<std::pair<std::string, LiveEvent>> told;
  std::unique_ptr<SessionStore> store =
      make_memory_store(clock, kTtlSeconds, [this](const std::string& session, LiveEvent event) {
        told.emplace_back(session, std::move(event));
      });

 private:
  static std::string kind_of(LiveEvent::Kind kind) {
    switch (kind) {
      case LiveEvent::Kind::message:
        return "message";
      case LiveEvent::Kind::marked:
        return "marked";
      case LiveEvent::Kind::deleted:
        return "deleted";
      case LiveEvent::Kind::chosen:
        return "chosen";
      case LiveEvent::Kind::session:
        return "session";
      case LiveEvent::Kind::cleared:
        return "cleared";
      default:
        return "not an event of a store";
    }
  }
};

struct RedisKind {
  static std::string key(const std::string& session, const std::string& part) {
    return "chat:session:{" + session + "}:" + part;
  }

  void age(const std::string& session, int seconds) {
    for (const char* part : {"messages", "meta", "marks", "turns", "events"}) {
      const int left = std::stoi(server.cli({"TTL", key(session, part)}));
      if (left > 0) server.cli({"EXPIRE", key(session, part), std::to_string(left - seconds)});
    }
  }

  std::vector<std::string> events(const std::string& session) {
    // Ids are shown in a line of their own, then names and values in turn.
    std::istringstream output(server.cli({"XRANGE", key(session, "events"), "-", "+"}));
    std::vector<std::string> lines;
    for (std::string name, value; std::getline(output, name);) {
      const bool is_id = name.find('-') != std::string::npos &&
                         name.find_first_not_of("0123456789-") == std::string::npos;
      if (is_id) {
        lines.emplace_back();
        continue;
      }
      std::getline(output, value);
      if (name == "kind")
        lines.back() = value;
      else if (name != "attempt" || value != "0")
        lines.back() += " " + name + "=" + value;
    }
    return lines;
  }

  static RedisOptions options_for(const RedisServer& server) {
    RedisOptions options;
    options.host = "127.0.0.1";
    options.port = server.port();
    options.session_ttl_seconds = kTtlSeconds;
    options.command_timeout_ms *= patience();
    return options;
  }

  RedisServer server;
  std::unique_ptr<SessionStore> store = make_redis_store(redis_client(options_for(server)));
};

}  // namespace magic
