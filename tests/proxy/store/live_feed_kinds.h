// Every kind of live feed, made the same way, for tests that must hold for all of them; and the
// session store's part in it, played by hand.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "proxy/store/memory_live_feed.h"
#include "proxy/store/redis_client.h"
#include "proxy/store/redis_live_feed.h"
#include "tests/proxy/store/redis_clients.h"
#include "tests/support/redis_server.h"

namespace magic {

struct MemoryFeedKind {
  void store_question(const std::string& session, const std::string& turn);
  void store_answer(const std::string& session, const std::string& turn);
  void store(const std::string& session, LiveEvent event) { feed->add(session, std::move(event)); }

  std::unique_ptr<MemoryLiveFeed> feed = make_memory_live_feed();
};

struct RedisFeedKind {
  static RedisOptions options_for(const RedisServer& server);

  void store_question(const std::string& session, const std::string& turn);
  void store_answer(const std::string& session, const std::string& turn);
  void store(const std::string& session, const LiveEvent& event);

  RedisServer server;
  RedisClient client{options_for(server)};
  std::unique_ptr<LiveFeed> feed = make_redis_live_feed(redis_client(options_for(server)));
};

using Watcher = std::unique_ptr<LiveFeed::Subscription>;

// Must succeed.
Watcher watch(LiveFeed& feed, const std::string& session,
              const std::optional<std::string>& after = {});

// Reads on until it has had `count` events or pieces with so many bytes of text, whichever it is
// asked for; fails the test after a generous time.
std::vector<LiveEvent> read_events(LiveFeed::Subscription& watcher, std::size_t count);
std::string read_text(LiveFeed::Subscription& watcher, std::size_t bytes);

// What comes within `ms`: for tests that expect nothing.
std::vector<LiveEvent> events_within(LiveFeed::Subscription& watcher, int ms);

// "message turn_1 m1", "delta turn_1 0 'text'": what tests compare.
std::string line_of(const LiveEvent& event);
std::vector<std::string> lines_of(const std::vector<LiveEvent>& events);

}  // namespace magic
