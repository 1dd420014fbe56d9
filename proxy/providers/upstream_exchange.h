// One try of a request on one connection, with its deadlines. For upstream.cpp only.
// Thread rule: one object per try, used by one thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

#include <httplib.h>

#include "proxy/providers/upstream.h"
#include "proxy/providers/upstream_alarms.h"
#include "proxy/providers/upstream_connection.h"

namespace magic {

class UpstreamExchange {
 public:
  using Time = UpstreamAlarms::Time;

  // `began` is when the request did, on this connection or on one before.
  UpstreamExchange(UpstreamConnection& connection, UpstreamAlarms& alarms,
                   UpstreamReceiver& receiver, std::size_t max_bytes, Time began);

  UpstreamEnd run(const UpstreamRequest& request);

  bool received_anything() const { return received_head_; }
  // The peer said where the body ends, so what follows on the connection is a new answer.
  bool is_framed() const { return is_framed_; }
  // A deadline passed, and the connection is of no further use.
  bool is_cut_off() const { return is_cut_off_; }

 private:
  void on_head(const httplib::Response& response);
  bool on_body(std::string_view bytes);
  UpstreamEnd fault(httplib::Error error) const;
  UpstreamEnd overdue() const;

  UpstreamConnection& connection_;
  UpstreamAlarms& alarms_;
  UpstreamReceiver& receiver_;
  const std::size_t max_bytes_;
  const Time began_;
  std::chrono::milliseconds silence_timeout_{0};
  bool has_first_byte_timeout_ = false;
  Time total_deadline_ = Time::max();
  std::optional<UpstreamAlarms::Alarm> alarm_;
  std::size_t received_bytes_ = 0;
  UpstreamReceiver::Want want_ = UpstreamReceiver::Want::more;
  bool received_head_ = false;
  bool is_framed_ = false;
  bool is_too_large_ = false;
  bool is_cut_off_ = false;
};

}  // namespace magic
