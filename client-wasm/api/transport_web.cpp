#include "client-wasm/api/transport_web.h"

#include <emscripten.h>

#include <cassert>
#include <map>
#include <string>
#include <utility>

#include "client-wasm/api/run_queue.h"
#include "client-wasm/platform/dom.h"
#include "shared/api_paths.h"

namespace magic {
namespace {

class WebTransport : public Transport {
 public:
  RequestId start(HttpRequest request, HttpHandlers handlers) override {
    const RequestId id = ++last_id_;
    running_[id] = std::move(handlers);
    const std::string path = std::string(api::kApiPrefix) + request.path;
    magic_fetch(id, request.method.c_str(), path.c_str(),
                request.body.empty() ? nullptr : request.body.c_str());
    return id;
  }

  void cancel(RequestId id) override {
    if (running_.find(id) == running_.end()) return;
    magic_fetch_cancel(id);
    arrivals_.post([this, id] { end(id, TransportEnd::cancelled); });
    magic_request_frame(0);
  }

  void poll() override { arrivals_.run(); }

  // What the page reports; delivered by the next poll().
  void status(RequestId id, int code) {
    arrivals_.post([this, id, code] {
      if (const HttpHandlers* handlers = live(id)) handlers->on_status(code);
    });
  }
  void body(RequestId id, std::string bytes) {
    arrivals_.post([this, id, bytes = std::move(bytes)] {
      if (const HttpHandlers* handlers = live(id)) handlers->on_body(bytes);
    });
  }
  void ended(RequestId id, bool whole) {
    arrivals_.post(
        [this, id, whole] { end(id, whole ? TransportEnd::finished : TransportEnd::unreachable); });
  }

 private:
  const HttpHandlers* live(RequestId id) const {
    const auto it = running_.find(id);
    return it == running_.end() ? nullptr : &it->second;
  }

  void end(RequestId id, TransportEnd how) {
    const auto it = running_.find(id);
    if (it == running_.end()) return;
    // Out of the table first: on_end may start and cancel.
    const HttpHandlers handlers = std::move(it->second);
    running_.erase(it);
    handlers.on_end(how);
  }

  RunQueue arrivals_;
  std::map<RequestId, HttpHandlers> running_;
  RequestId last_id_ = 0;
};

WebTransport* g_transport = nullptr;  // the page's functions have nowhere else to ask

}  // namespace

std::unique_ptr<Transport> make_web_transport() {
  assert(g_transport == nullptr);
  auto transport = std::make_unique<WebTransport>();
  g_transport = transport.get();
  return transport;
}

}  // namespace magic

// ---- called by web/fetch.js ---------------------------------------------------------------------

extern "C" {

EMSCRIPTEN_KEEPALIVE void magic_fetch_status(int id, int status) {
  magic::g_transport->status(id, status);
}

EMSCRIPTEN_KEEPALIVE void magic_fetch_body(int id, const char* bytes, int size) {
  magic::g_transport->body(id, std::string(bytes, static_cast<std::size_t>(size)));
}

EMSCRIPTEN_KEEPALIVE void magic_fetch_end(int id, int whole) {
  magic::g_transport->ended(id, whole != 0);
}
}
