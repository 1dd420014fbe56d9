// Where Redis is and how long we wait for it.
// Thread rule: plain values.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "proxy/base/secret.h"

namespace magic {

struct RedisEndpoint {
  std::string host;
  int port = 0;

  bool operator==(const RedisEndpoint&) const = default;
};

struct RedisOptions {
  std::string host = "localhost";
  int port = 6379;
  std::string unix_socket;  // when set, host and port are not used
  int db = 0;
  std::string username;  // empty: Redis' default user
  Secret password;       // empty: no login

  // Over TLS. The certificate must be for `host` and signed by an authority of ca_file (PEM), or of
  // the system's when that is empty.
  bool tls = false;
  std::string ca_file;

  // When there are any, host and port are not used: these tell where the master of that name is,
  // anew for each connection (redis_sentinel.h).
  std::vector<RedisEndpoint> sentinels;
  std::string master_name;

  bool from_url = false;  // address and login are from REDIS_URL, which errors then name

  int session_ttl_seconds = 3600;

  // Together they bound one call of the store. Looking up a host's name is left to the system and
  // its own time-outs.
  int connect_timeout_ms = 2000;
  int command_timeout_ms = 3000;

  // A call holds a connection for one round trip, so few serve many threads.
  int max_connections = 32;

  // Told of every round trip, for the metrics: how long it took in seconds, and whether Redis
  // answered. From any thread; may be empty.
  std::function<void(double seconds, bool answered)> on_round_trip = {};
};

}  // namespace magic
