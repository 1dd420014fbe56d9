// A transport that records what was asked and answers when the test says so. As the real ones, it
// runs handlers only inside poll(), and ends every request exactly once.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client-wasm/api/transport.h"

namespace magic {

class FakeTransport : public Transport {
 public:
  struct Started {
    HttpRequest request;
    HttpHandlers handlers;
    bool cancel_asked = false;
    bool ended = false;
  };

  RequestId start(HttpRequest request, HttpHandlers handlers) override {
    requests.push_back({std::move(request), std::move(handlers)});
    return static_cast<RequestId>(requests.size());
  }

  void cancel(RequestId id) override {
    if (id < 1 || id > static_cast<RequestId>(requests.size())) return;
    of(id).cancel_asked = true;
    end(id, TransportEnd::cancelled);
  }

  void poll() override {
    while (!arrivals_.empty()) {
      const std::function<void()> deliver = std::move(arrivals_.front());
      arrivals_.pop_front();
      deliver();
    }
  }

  // What arrives; delivered by the next poll().
  void status(RequestId id, int code) {
    arrivals_.push_back([this, id, code] {
      if (!of(id).ended) of(id).handlers.on_status(code);
    });
  }
  void body(RequestId id, std::string bytes) {
    arrivals_.push_back([this, id, bytes = std::move(bytes)] {
      if (!of(id).ended) of(id).handlers.on_body(bytes);
    });
  }
  void end(RequestId id, TransportEnd how = TransportEnd::finished) {
    arrivals_.push_back([this, id, how] {
      if (of(id).ended) return;
      of(id).ended = true;
      of(id).handlers.on_end(how);
    });
  }
  void answer(RequestId id, int code, std::string bytes) {
    status(id, code);
    body(id, std::move(bytes));
    end(id);
  }

  Started& of(RequestId id) { return requests[static_cast<std::size_t>(id) - 1]; }
  RequestId last() const { return static_cast<RequestId>(requests.size()); }

  std::deque<Started> requests;  // in the order of start(); the first one's id is 1

 private:
  std::deque<std::function<void()>> arrivals_;
};

}  // namespace magic
