// A real redis-server of its own for a test: on a free loopback port and a unix socket, in a
// temporary folder; ended and removed with this object.
//
// Thread rule: one thread at a time, and the thread that starts it must live as long as it (the
// kernel ends the server with that thread, so that a crashed test leaves nothing behind).
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace magic {

class RedisServer {
 public:
  struct Options {
    std::string password;             // empty: none
    std::vector<std::string> config;  // more lines of redis.conf, e.g. "appendonly yes"
  };

  // Starts it and waits until it answers. Throws std::runtime_error, which fails the test.
  RedisServer() : RedisServer(Options{}) {}
  explicit RedisServer(Options options);
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  int port() const { return port_; }
  std::string unix_socket() const { return folder_ / "socket"; }

  // What redis-cli prints for a command, without the last line feed. Lists come one item a line.
  std::string cli(const std::vector<std::string>& command) const;

  void kill();    // SIGKILL: nothing is saved beyond what its append-only file holds
  void start();   // again, on the same port and folder; waits until it answers
  void launch();  // the same without waiting
  void freeze();  // SIGSTOP: it takes connections and bytes, and never answers
  void thaw();

 private:
  void wait_until_it_answers();

  Options options_;
  std::filesystem::path folder_;
  int port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace magic
