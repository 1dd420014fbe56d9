// Sending to a scripted server without a provider.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/providers/upstream.h"
#include "tests/support/fake_upstream.h"

namespace magic::test {

class RecordingReceiver final : public UpstreamReceiver {
 public:
  void on_head(const UpstreamHead& received) override { head = received; }
  Want on_body(std::string_view bytes) override {
    body += bytes;
    if (on_bytes) on_bytes();
    return want;
  }

  UpstreamHead head;
  std::string body;
  Want want = Want::more;
  std::function<void()> on_bytes;
};

inline BaseUrl base_of(const FakeUpstream& server) {
  return parse_base_url(server.url(), "X").value();
}

inline UpstreamRequest post(std::string body = "{}") {
  UpstreamRequest request;
  request.path = "/chat";
  request.body = std::move(body);
  request.silence_timeout = std::chrono::seconds(20);
  return request;
}

struct Sent {
  UpstreamEnd end;
  UpstreamHead head;
  std::string body;
};

inline Sent send_to(Upstream& upstream, const UpstreamRequest& request = post()) {
  RecordingReceiver receiver;
  CancelToken cancel;
  const UpstreamEnd end = upstream.send(request, receiver, cancel);
  return {end, receiver.head, receiver.body};
}

// A listener whose queue is full: further connects get no answer at all.
class DeafListener {
 public:
  DeafListener() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(listen(listener_, 0) == 0);
    REQUIRE(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    for (int i = 0; i < 4; ++i) {
      const int filler = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
      (void)connect(filler, reinterpret_cast<sockaddr*>(&address), size);
      fillers_.push_back(filler);
    }
    base_.host = "127.0.0.1";
    base_.port = ntohs(address.sin_port);
  }
  ~DeafListener() {
    for (const int filler : fillers_) close(filler);
    close(listener_);
  }
  DeafListener(const DeafListener&) = delete;
  DeafListener& operator=(const DeafListener&) = delete;

  const BaseUrl& address() const { return base_; }

 private:
  int listener_;
  std::vector<int> fillers_;
  BaseUrl base_;
};

}  // namespace magic::test
