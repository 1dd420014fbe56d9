#include "proxy/providers/upstream.h"

#include <chrono>
#include <utility>

#include "proxy/providers/upstream_alarms.h"
#include "proxy/providers/upstream_exchange.h"
#include "proxy/providers/upstream_pool.h"

namespace magic {

Upstream::Upstream(const BaseUrl& base, std::size_t max_answer_bytes)
    : base_(base),
      max_answer_bytes_(max_answer_bytes),
      alarms_(std::make_unique<UpstreamAlarms>()),
      pool_(std::make_unique<UpstreamPool>(base)) {}

Upstream::~Upstream() = default;

UpstreamEnd Upstream::send(const UpstreamRequest& request, UpstreamReceiver& receiver,
                           CancelToken& cancel) {
  const auto began = std::chrono::steady_clock::now();
  std::unique_ptr<UpstreamConnection> connection = pool_->take_idle();
  bool is_used = connection != nullptr;
  for (;;) {
    if (!connection) connection = pool_->fresh();
    UpstreamExchange exchange(*connection, *alarms_, receiver, max_answer_bytes_, began);
    cancel.set_hook([&connection = *connection] { connection.interrupt(); });
    const UpstreamEnd end = cancel.cancelled() ? UpstreamEnd::stopped : exchange.run(request);
    cancel.set_hook({});

    if (end == UpstreamEnd::whole && exchange.is_framed()) {
      if (!cancel.cancelled() && !exchange.is_cut_off() && connection->client().is_socket_open())
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
