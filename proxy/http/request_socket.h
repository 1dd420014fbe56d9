// A client's connection: the bytes of its requests, one after another, and of their answers.
//
// cpp-httplib's own only limits the silence between two bytes, so that a client which sends one byte
// every few seconds has a thread for as long as it likes. Here the whole request has to be there in
// time, and one that is not is given up as soon as the server stops. Its own also forgets what was
// read together with a request and belongs to the next one (pipelining, RFC 9112, 9.3.2).
//
// A client that closes its connection and one that closes only its sending half, as nc -N does, send
// the same: FIN. They differ when something is sent to them, which the first one answers with RST
// (RFC 9293, 3.10.7). send_ahead() is for asking so where no answer has begun.
// Thread rule: one thread reads and writes; state(), takes_more() and socket() may be called by any.
// send_ahead() and write() may be called by two threads, but one after the other.
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

  enum class State { open, half_closed, gone };

  // `server` is INVALID_SOCKET once the server stops; it must outlive this.
  RequestSocket(socket_t socket, Limits limits, const std::atomic<socket_t>& server);
  ~RequestSocket() override;
  RequestSocket(const RequestSocket&) = delete;
  RequestSocket& operator=(const RequestSocket&) = delete;

  // The one whose request the calling thread reads or answers: cpp-httplib gives handlers no way to
  // it. There is one while a PatientServer runs a handler.
  static RequestSocket& of_this_thread();

  // The next request begins; its time starts when its first byte can be read.
  void begin_request();
  // The answer, which is about to be written, says that it is the last one here: what the client
  // still sends is not read, as the library would to find the next request.
  void close_after_answer() { closes_ = true; }
  bool closes_after_answer() const { return closes_; }

  // These do not block. half_closed: nothing more will come from the client, which may be gone.
  State state() const;
  bool takes_more() const;  // a few bytes can be written without waiting
  // Sends one byte of what every answer begins with, as long as there are any; write() leaves out
  // what was sent. Not after the answer has begun.
  void send_ahead();

  bool is_readable() const override { return begin_ < end_; }
  bool wait_readable() const override;
  bool wait_writable() const override;
  bool is_peer_alive() const override { return state() != State::gone; }
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
  Clock::time_point began_ = Clock::now();
  bool closes_ = false;
  std::size_t sent_ahead_ = 0;
  std::array<char, 4096> received_;  // read and not taken yet: from begin_ to end_
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

// Whether a byte, or the end, can be read within so much, or until the server stops.
bool wait_for_bytes(socket_t socket, int ms, const std::atomic<socket_t>& server);

}  // namespace magic
