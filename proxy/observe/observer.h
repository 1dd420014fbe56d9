// What the proxy tells its operators: it turns requests, turns and round trips to Redis into
// metrics and log lines.
//
// Names of the metrics: magic_* in observer.cpp, process_* in process_metrics.h.
// Thread rule: every method may be called from any thread.
#pragma once

#include <functional>
#include <string>

#include "proxy/chat/turn_observer.h"
#include "proxy/observe/log.h"
#include "proxy/observe/metrics.h"
#include "proxy/observe/request_observer.h"

namespace magic {

class Observer final : public TurnObserver, public RequestObserver {
 public:
  // `log` must outlive this.
  explicit Observer(const Log& log);

  void on_turn_ended(const TurnReport& report) override;
  void on_spool_changed(const SpoolReport& report) override;
  void on_stream_opened() override;
  void on_request_ended(const RequestReport& report) override;

  // For RedisOptions::on_round_trip. This object must outlive it.
  std::function<void(double seconds, bool answered)> redis_round_trips();

  // In Prometheus' text format 0.0.4, process_* included.
  std::string metrics_text() const { return metrics_.text(); }

 private:
  void count_upstream(const TurnReport& report);
  void log_turn(const TurnReport& report) const;

  const Log& log_;
  Metrics metrics_;

  MetricFamily& requests_;
  Histogram& request_seconds_;
  MetricFamily& live_streams_;
  MetricFamily& turns_;
  Histogram& first_token_seconds_;
  Histogram& answer_seconds_;
  Histogram& queue_seconds_;
  MetricFamily& tokens_;
  MetricFamily& truncated_;
  MetricFamily& upstream_attempts_;
  MetricFamily& upstream_errors_;
  MetricFamily& redis_round_trips_;
  Histogram& redis_seconds_;
  MetricFamily& spool_answers_;
  MetricFamily& spool_bytes_;
  MetricFamily& spool_ends_;
};

}  // namespace magic
