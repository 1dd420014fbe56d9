// A server for tests that plays a provider: it records each request byte for byte, and answers with
// scripted bytes, pauses, holds and resets.
//
//   FakeUpstream upstream;
//   upstream.on("POST /v1/responses", {send(http_head(200, "text/event-stream")), send("..."),
//   reset()}); provider.base_url = upstream.url("/v1");
//
// Thread rule: every method may be called from any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace magic::test {

struct FakeStep {
  enum class Kind {
    send,
    pause,  // for `time`
    hold,   // until release(), or until the client hangs up
    close,  // the connection, in good order
    reset,  // the connection, as a crash does
  };

  Kind kind = Kind::send;
  std::string bytes = {};
  std::chrono::milliseconds time{0};
};

// After its last step the connection stays open for the next request.
using FakeReply = std::vector<FakeStep>;

inline FakeStep send(std::string bytes) { return {FakeStep::Kind::send, std::move(bytes)}; }
inline FakeStep pause(std::chrono::milliseconds time) { return {FakeStep::Kind::pause, {}, time}; }
inline FakeStep hold() { return {FakeStep::Kind::hold}; }
inline FakeStep close_connection() { return {FakeStep::Kind::close}; }
inline FakeStep reset_connection() { return {FakeStep::Kind::reset}; }

// A head without Content-Length: the body follows in chunks.
std::string chunked_head(int status, std::string_view content_type,
                         std::string_view more_headers = "");
std::string chunk(std::string_view bytes);
inline std::string last_chunk() { return "0\r\n\r\n"; }

// A whole answer with Content-Length. more_headers: lines that end in CRLF.
std::string whole_answer(int status, std::string_view content_type, std::string_view body,
                         std::string_view more_headers = "");

// A streamed answer whose body is sent in pieces of that many bytes, a chunk each.
FakeReply streamed_answer(std::string_view content_type, std::string_view body,
                          std::size_t piece_bytes, std::chrono::milliseconds between = {});

struct FakeRequest {
  std::string bytes;  // head and body as they came
  std::string method;
  std::string path;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  int connection = 0;  // counted from 1: tells which requests shared one
};

class FakeUpstream {
 public:
  FakeUpstream();  // listens on a free port of 127.0.0.1
  ~FakeUpstream();
  FakeUpstream(const FakeUpstream&) = delete;
  FakeUpstream& operator=(const FakeUpstream&) = delete;

  int port() const { return port_; }
  std::string url(std::string_view path = "") const;

  // What "POST /path" is answered with. Replies of one route are used in the order they were added;
  // the last one stays. A route without reply is answered with 404 and the JSON of a stranger.
  void on(const std::string& route, FakeReply reply);

  // Lets every hold() go on, now and later.
  void release();

  std::vector<FakeRequest> requests() const;
  std::vector<FakeRequest> requests(const std::string& route) const;

  // Waits until that many requests came, or that many clients hung up before the end of a reply;
  // false: they did not within 10 s.
  bool wait_for_requests(std::size_t count) const;
  bool wait_for_hang_ups(int count) const;

 private:
  void accept_connections();
  void serve(int socket, int number);
  bool read_request(int socket, int number, std::string& buffer, FakeRequest& request);
  FakeReply reply_for(const FakeRequest& request);
  bool play(int socket, const FakeStep& step);  // false: the connection is over
  void hold_until_released(int socket);
  void note_hang_up();

  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  // All guarded by mutex_.
  std::map<std::string, std::vector<FakeReply>> routes_;
  std::vector<FakeRequest> requests_;
  std::vector<int> open_sockets_;
  std::vector<std::thread> connections_;
  int hang_ups_ = 0;
  bool is_released_ = false;
  bool is_stopping_ = false;

  std::thread acceptor_;
};

}  // namespace magic::test
