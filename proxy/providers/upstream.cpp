#include "proxy/providers/upstream.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "proxy/providers/upstream_connection.h"

namespace magic {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Want = UpstreamReceiver::Want;

std::string media_type(const httplib::Response& response) {
  const std::string header = response.get_header_value("Content-Type");
  std::string type = header.substr(0, header.find(';'));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  std::transform(type.begin(), type.end(), type.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return type;
}

httplib::Request to_http(const UpstreamRequest& request) {
  httplib::Request http;
  http.method = request.body.empty() ? "GET" : "POST";
  http.path = request.path;
  http.body = request.body;
  http.set_header("Accept", "application/json, text/event-stream, application/x-ndjson");
  http.set_header("Accept-Encoding", "identity");
  http.set_header("User-Agent", "memory-magic/" MAGIC_VERSION);
  if (!request.body.empty()) http.set_header("Content-Type", "application/json");
  if (!request.api_key.empty()) http.set_header("Authorization", "Bearer " + request.api_key);
  return http;
}

// Hangs up if it still exists after a while.
class HangUpLater {
 public:
  HangUpLater(UpstreamConnection& connection, std::chrono::milliseconds after)
      : thread_([this, &connection, after] {
          std::unique_lock lock(mutex_);
          if (!changed_.wait_for(lock, after, [this] { return is_over_; })) connection.interrupt();
        }) {}
  ~HangUpLater() {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  HangUpLater(const HangUpLater&) = delete;
  HangUpLater& operator=(const HangUpLater&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_over_ = false;  // guarded by mutex_
  std::thread thread_;    // last: it uses the others
};

// A server that has said its last event and does not end the body is not waited for any longer: the
// connection is not worth a person's time.
constexpr std::chrono::milliseconds kEndOfBodyTimeout{250};

// One try on one connection.
class Exchange {
 public:
  Exchange(UpstreamConnection& connection, UpstreamReceiver& receiver, std::size_t max_bytes)
      : connection_(connection), receiver_(receiver), max_bytes_(max_bytes) {}

  UpstreamEnd run(const UpstreamRequest& request) {
    httplib::Client& client = connection_.client();
    client.set_connection_timeout(request.connect_timeout);
    client.set_read_timeout(request.silence_timeout);
    client.set_write_timeout(request.silence_timeout);

    httplib::Request http = to_http(request);
    http.response_handler = [this](const httplib::Response& response) { return on_head(response); };
    http.content_receiver = [this](const char* data, std::size_t size, std::size_t, std::size_t) {
      return on_body({data, size});
    };
    last_sign_of_life_ = SteadyClock::now();
    httplib::Response response;
    httplib::Error error = httplib::Error::Success;
    const bool is_whole = client.send(http, response, error);
    hang_up_later_.reset();
    if (is_whole) return UpstreamEnd::whole;
    return fault(error, request.silence_timeout);
  }

  bool received_anything() const { return received_head_; }
  // The peer said where the body ends, so what follows on the connection is a new answer.
  bool is_framed() const { return is_framed_; }

 private:
  bool on_head(const httplib::Response& response) {
    last_sign_of_life_ = SteadyClock::now();
    received_head_ = true;
    is_framed_ = response.has_header("Content-Length") || response.has_header("Transfer-Encoding");
    receiver_.on_head({.status = response.status,
                       .content_type = media_type(response),
                       .retry_after = response.get_header_value("Retry-After"),
                       .retry_after_ms = response.get_header_value("retry-after-ms")});
    return true;
  }

  bool on_body(std::string_view bytes) {
    last_sign_of_life_ = SteadyClock::now();
    received_bytes_ += bytes.size();
    if (received_bytes_ > max_bytes_) {
      is_too_large_ = true;
      return false;
    }
    if (want_ == Want::more) {
      want_ = receiver_.on_body(bytes);
      if (want_ == Want::nothing_more && !limit_the_rest()) return false;
    }
    // Nothing more is wanted: without framing the peer alone decides when it hangs up, and the
    // connection is of no further use.
    return want_ == Want::more || (want_ == Want::nothing_more && is_framed_);
  }

  // False when the machine has no more threads: then hang up now.
  bool limit_the_rest() {
    try {
      hang_up_later_.emplace(connection_, kEndOfBodyTimeout);
      return true;
    } catch (const std::system_error&) {
      return false;
    }
  }

  UpstreamEnd fault(httplib::Error error, std::chrono::milliseconds silence_timeout) const {
    if (is_too_large_) return UpstreamEnd::too_large;
    if (want_ != Want::more) return UpstreamEnd::stopped;
    switch (error) {
      case httplib::Error::Connection:
      case httplib::Error::ConnectionTimeout:
      case httplib::Error::BindIPAddress:
      case httplib::Error::ProxyConnection:
        return UpstreamEnd::unreachable;
      case httplib::Error::SSLConnection:
      case httplib::Error::SSLLoadingCerts:
      case httplib::Error::SSLServerVerification:
      case httplib::Error::SSLServerHostnameVerification:
        return UpstreamEnd::tls;
      default:
        break;
    }
    // httplib has one error for a time-out and for a broken connection; only time tells them apart.
    const auto silence = SteadyClock::now() - last_sign_of_life_;
    const auto margin = std::chrono::milliseconds(20);
    return silence + margin >= silence_timeout ? UpstreamEnd::timeout : UpstreamEnd::broken;
  }

  UpstreamConnection& connection_;
  UpstreamReceiver& receiver_;
  std::optional<HangUpLater> hang_up_later_;
  std::size_t max_bytes_;
  std::size_t received_bytes_ = 0;
  SteadyClock::time_point last_sign_of_life_;
  Want want_ = Want::more;
  bool received_head_ = false;
  bool is_framed_ = false;
  bool is_too_large_ = false;
};

}  // namespace

// Idle connections, the last used first. Those idle for long are dropped: the peer or something in
// between has probably forgotten them.
class Upstream::Pool {
 public:
  explicit Pool(BaseUrl base) : base_(std::move(base)) {}

  std::unique_ptr<UpstreamConnection> fresh() const {
    return std::make_unique<UpstreamConnection>(base_);
  }

  std::unique_ptr<UpstreamConnection> take_idle() {
    std::vector<Idle> outdated;  // closed after the lock is released
    const std::lock_guard lock(mutex_);
    const auto oldest_good = SteadyClock::now() - kMaxIdle;
    const auto first_good = std::find_if(
        idle_.begin(), idle_.end(), [&](const Idle& each) { return each.since >= oldest_good; });
    std::move(idle_.begin(), first_good, std::back_inserter(outdated));
    idle_.erase(idle_.begin(), first_good);
    if (idle_.empty()) return nullptr;
    std::unique_ptr<UpstreamConnection> connection = std::move(idle_.back().connection);
    idle_.pop_back();
    return connection;
  }

  void put_idle(std::unique_ptr<UpstreamConnection> connection) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kMaxIdleConnections)
      idle_.push_back({std::move(connection), SteadyClock::now()});
  }

 private:
  static constexpr std::chrono::seconds kMaxIdle{30};
  static constexpr std::size_t kMaxIdleConnections = 64;

  struct Idle {
    std::unique_ptr<UpstreamConnection> connection;
    SteadyClock::time_point since;
  };

  const BaseUrl base_;
  std::mutex mutex_;
  std::vector<Idle> idle_;  // guarded by mutex_; longest idle first
};

Upstream::Upstream(const BaseUrl& base, std::size_t max_answer_bytes)
    : pool_(std::make_unique<Pool>(base)), max_answer_bytes_(max_answer_bytes) {}

Upstream::~Upstream() = default;

UpstreamEnd Upstream::send(const UpstreamRequest& request, UpstreamReceiver& receiver,
                           CancelToken& cancel) {
  std::unique_ptr<UpstreamConnection> connection = pool_->take_idle();
  bool is_used = connection != nullptr;
  for (;;) {
    if (!connection) connection = pool_->fresh();
    Exchange exchange(*connection, receiver, max_answer_bytes_);
    cancel.set_hook([&connection = *connection] { connection.interrupt(); });
    const UpstreamEnd end = cancel.cancelled() ? UpstreamEnd::stopped : exchange.run(request);
    cancel.set_hook({});

    if (end == UpstreamEnd::whole && exchange.is_framed()) {
      if (!cancel.cancelled() && connection->client().is_socket_open())
        pool_->put_idle(std::move(connection));
      return end;
    }
    // An unframed body that we cut off ourselves looks whole to httplib.
    if (cancel.cancelled()) return UpstreamEnd::stopped;
    if (end == UpstreamEnd::whole) return end;
    if (!is_used || end != UpstreamEnd::broken || exchange.received_anything()) return end;
    is_used = false;
    connection.reset();
  }
}

}  // namespace magic
