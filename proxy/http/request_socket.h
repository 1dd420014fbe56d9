// A client's connection while one request of it is read and answered.
//
// cpp-httplib's own only limits the silence between two bytes, so that a client which sends one byte
// every few seconds has a thread for as long as it likes. Here the whole request has to be there in
// time, and one that is not is given up as soon as the server stops.
// Thread rule: one object per request, used by the connection's thread; is_peer_alive() and socket()
// from any.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>

#include <httplib.h>

namespace magic {

class RequestSocket final : public httplib::Stream {
 public:
  struct Limits {
    int request_ms = 30'000;  // from its first byte to its last
    int silence_ms = 10'000;  // between two bytes of it, and for a client that takes no answer
  };

  // `server` is INVALID_SOCKET once the server stops; it must outlive this.
  RequestSocket(socket_t socket, Limits limits, const std::atomic<socket_t>& server);

  bool is_readable() const override { return begin_ < end_; }
  bool wait_readable() const override;
  bool wait_writable() const override;
  bool is_peer_alive() const override;
  ssize_t read(char* bytes, std::size_t size) override;
  ssize_t write(const char* bytes, std::size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }
  time_t duration() const override;

 private:
  using Clock = std::chrono::steady_clock;

  const socket_t socket_;
  const Limits limits_;
  const std::atomic<socket_t>& server_;
  const Clock::time_point began_ = Clock::now();
  std::array<char, 4096> received_;  // read and not taken yet: from begin_ to end_
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

// Whether a byte, or the end, can be read within so much, or until the server stops.
bool wait_for_bytes(socket_t socket, int ms, const std::atomic<socket_t>& server);

// Whether the client has neither closed its connection nor its half of it.
bool is_open(socket_t socket);

}  // namespace magic
