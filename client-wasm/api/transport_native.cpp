#include "client-wasm/api/transport_native.h"

#include <fcntl.h>
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "client-wasm/api/run_queue.h"

namespace magic {
namespace {

constexpr int kConnectSeconds = 5;
// The proxy sends a comment every 15 s while a model is silent.
constexpr int kSilenceSeconds = 120;

// "http://host:9090/api" is the origin "http://host:9090" and the prefix "/api".
struct ProxyAddress {
  std::string origin;
  std::string prefix;
  std::string token;
};

ProxyAddress split(const std::string& url, const std::string& token) {
  const std::size_t scheme = url.find("://");
  const std::size_t path = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  ProxyAddress address{url.substr(0, path), path == std::string::npos ? "" : url.substr(path),
                       token};
  while (!address.prefix.empty() && address.prefix.back() == '/') address.prefix.pop_back();
  return address;
}

// One request on a thread of its own. interrupt() may be called from any thread.
//
// httplib's Client::stop() waits for a lock that is held while it connects, so the interruption
// works on a second descriptor of the same socket.
class Exchange {
 public:
  explicit Exchange(const ProxyAddress& address) : client_(address.origin) {
    client_.set_connection_timeout(kConnectSeconds);
    client_.set_read_timeout(kSilenceSeconds);
    client_.set_write_timeout(kConnectSeconds);
    client_.set_tcp_nodelay(true);
    client_.set_follow_location(false);
    client_.set_socket_options([this](socket_t socket) { watch(socket); });
  }
  ~Exchange() {
    if (socket_ >= 0) close(socket_);
  }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // Blocks. Calls back on this thread; true when the whole answer came.
  bool run(const HttpRequest& request, const ProxyAddress& address, const std::string& cookie,
           const std::function<void(const std::string&)>& on_cookie,
           const std::function<void(int)>& on_status,
           const std::function<void(std::string_view)>& on_body) {
    httplib::Request wire;
    wire.method = request.method;
    wire.path = address.prefix + request.path;
    wire.set_header("Accept", "application/json, text/event-stream");
    if (!cookie.empty()) wire.set_header("Cookie", cookie);
    if (!address.token.empty()) wire.set_header("Authorization", "Bearer " + address.token);
    if (!request.body.empty()) {
      wire.body = request.body;
      wire.set_header("Content-Type", "application/json");
    }
    wire.response_handler = [&](const httplib::Response& response) {
      const std::string set = response.get_header_value("Set-Cookie");
      if (!set.empty()) on_cookie(set.substr(0, set.find(';')));
      on_status(response.status);
      return true;
    };
    wire.content_receiver = [&](const char* bytes, std::size_t size, std::size_t, std::size_t) {
      on_body({bytes, size});
      return true;
    };
    return static_cast<bool>(client_.send(wire));
  }

  void interrupt() {
    const std::lock_guard lock(mutex_);
    interrupted_ = true;
    if (socket_ >= 0) shutdown(socket_, SHUT_RDWR);
  }

 private:
  // Called by the client for each socket that it makes, before it connects.
  void watch(int socket) {
    const std::lock_guard lock(mutex_);
    if (socket_ >= 0) close(socket_);
    socket_ = fcntl(socket, F_DUPFD_CLOEXEC, 0);
    if (interrupted_ && socket_ >= 0) shutdown(socket_, SHUT_RDWR);
  }

  httplib::Client client_;
  std::mutex mutex_;
  int socket_ = -1;           // guarded by mutex_; our own duplicate, or -1
  bool interrupted_ = false;  // guarded by mutex_
};

class ThreadedTransport : public NativeTransport {
 public:
  ThreadedTransport(const std::string& proxy_url, std::function<void()> wake, OwnCookie cookie,
                    const std::string& token)
      : address_(split(proxy_url, token)), wake_(std::move(wake)), cookie_(std::move(cookie)) {}

  ~ThreadedTransport() override {
    for (auto& [id, running] : running_) running.exchange->interrupt();
    for (auto& [id, running] : running_) running.thread.join();
  }

  RequestId start(HttpRequest request, HttpHandlers handlers) override {
    const RequestId id = ++last_id_;
    Running& running = running_[id];
    running.handlers = std::move(handlers);
    running.exchange = std::make_unique<Exchange>(address_);
    running.thread =
        std::thread([this, id, exchange = running.exchange.get(), request = std::move(request),
                     address = address_, cookie = cookie_.value] {
          carry_out(id, *exchange, request, address, cookie);
        });
    return id;
  }

  // Its end is delivered by the next poll(), whatever the network does meanwhile.
  void cancel(RequestId id) override {
    const auto it = running_.find(id);
    if (it == running_.end() || it->second.ended) return;
    // In this order: the interrupted request ends as well, and the first end counts.
    deliver([this, id] { end(id, TransportEnd::cancelled); });
    it->second.exchange->interrupt();
  }

  void poll() override { arrivals_.run(); }

  // Who this program is to the old proxy the new one does not know: it will say so, by a cookie.
  void connect_to(const std::string& proxy_url, const std::string& token) override {
    const bool is_another = split(proxy_url, token).origin != address_.origin;
    address_ = split(proxy_url, token);
    if (is_another) cookie_.value.clear();
    for (auto& [id, running] : running_) {
      if (running.ended) continue;
      running.exchange->interrupt();
      deliver([this, id = id] { end(id, TransportEnd::unreachable); });
    }
  }

 private:
  struct Running {
    HttpHandlers handlers;
    std::unique_ptr<Exchange> exchange;
    std::thread thread;
    bool ended = false;  // on_end has been called
  };

  // On the request's own thread.
  void carry_out(RequestId id, Exchange& exchange, const HttpRequest& request,
                 const ProxyAddress& address, const std::string& cookie) {
    const bool whole = exchange.run(
        request, address, cookie,
        [&](const std::string& given) { deliver([this, given] { take_cookie(given); }); },
        [&](int status) {
          deliver([this, id, status] {
            if (const Running* running = live(id)) running->handlers.on_status(status);
          });
        },
        [&](std::string_view bytes) {
          deliver([this, id, bytes = std::string(bytes)] {
            if (const Running* running = live(id)) running->handlers.on_body(bytes);
          });
        });
    deliver([this, id, whole] {
      end(id, whole ? TransportEnd::finished : TransportEnd::unreachable);
      // The thread's last act was to post this.
      const auto it = running_.find(id);
      it->second.thread.join();
      running_.erase(it);
    });
  }

  // The first one stays: the others were made for requests that were sent before it came.
  void take_cookie(const std::string& given) {
    if (!cookie_.value.empty()) return;
    cookie_.value = given;
    cookie_.save(given);
  }

  void deliver(RunQueue::Work work) {
    arrivals_.post(std::move(work));
    wake_();
  }

  // On the UI thread, inside poll(). nullptr after on_end.
  const Running* live(RequestId id) const {
    const auto it = running_.find(id);
    return it == running_.end() || it->second.ended ? nullptr : &it->second;
  }

  void end(RequestId id, TransportEnd how) {
    const auto it = running_.find(id);
    if (it == running_.end() || it->second.ended) return;
    it->second.ended = true;
    it->second.handlers.on_end(how);
  }

  ProxyAddress address_;  // UI thread only
  const std::function<void()> wake_;
  OwnCookie cookie_;  // UI thread only
  RunQueue arrivals_;
  std::map<RequestId, Running> running_;  // UI thread only
  RequestId last_id_ = 0;
};

}  // namespace

std::unique_ptr<NativeTransport> make_native_transport(const std::string& proxy_url,
                                                       std::function<void()> wake, OwnCookie cookie,
                                                       const std::string& token) {
  return std::make_unique<ThreadedTransport>(proxy_url, std::move(wake), std::move(cookie), token);
}

}  // namespace magic
