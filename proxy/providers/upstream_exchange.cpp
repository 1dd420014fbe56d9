#include "proxy/providers/upstream_exchange.h"

#include <algorithm>
#include <string>

namespace magic {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Want = UpstreamReceiver::Want;
using std::chrono::milliseconds;

// A server that has said its last event and does not end the body is not waited for any longer: the
// connection is not worth a person's time.
constexpr milliseconds kEndOfBodyTimeout{250};

// A refusal is short and comes at once. Its status is known, and what is missing of its sentence is
// not worth the silence that a model at work may take.
constexpr milliseconds kRefusalTimeout{3000};

// httplib's own time-outs only catch what the alarm has missed.
constexpr milliseconds kAfterTheAlarm{10000};

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
  for (const auto& [name, value] : upstream_headers(request)) http.set_header(name, value);
  return http;
}

}  // namespace

UpstreamExchange::UpstreamExchange(UpstreamConnection& connection, UpstreamAlarms& alarms,
                                   UpstreamReceiver& receiver, std::size_t max_bytes, Time began)
    : connection_(connection),
      alarms_(alarms),
      receiver_(receiver),
      max_bytes_(max_bytes),
      began_(began) {}

UpstreamEnd UpstreamExchange::run(const UpstreamRequest& request) {
  silence_timeout_ = request.silence_timeout;
  has_first_byte_timeout_ = request.first_byte_timeout.count() > 0;
  total_deadline_ = began_ + request.total_timeout;
  const milliseconds first_byte_timeout =
      has_first_byte_timeout_ ? request.first_byte_timeout : request.silence_timeout;
  alarm_.emplace(alarms_, connection_, std::min(began_ + first_byte_timeout, total_deadline_));

  httplib::Client& client = connection_.client();
  client.set_connection_timeout(std::min(request.connect_timeout, request.total_timeout));
  const milliseconds longest = std::max(first_byte_timeout, silence_timeout_) + kAfterTheAlarm;
  client.set_read_timeout(longest);
  client.set_write_timeout(longest);

  httplib::Request http = to_http(request);
  http.response_handler = [this](const httplib::Response& response) {
    // An interim answer other than 100, which httplib takes for the final one: the final one would be
    // its body.
    if (response.status < 200) return false;
    on_head(response);
    return true;
  };
  http.content_receiver = [this](const char* data, std::size_t size, std::size_t, std::size_t) {
    return on_body({data, size});
  };
  httplib::Response response;
  httplib::Error error = httplib::Error::Success;
  const bool is_whole = client.send(http, response, error);
  is_cut_off_ = alarm_->stop();
  alarm_.reset();
  // An unframed body that was cut off looks whole to httplib.
  if (is_whole && (is_framed_ || !is_cut_off_)) return UpstreamEnd::whole;
  return fault(error);
}

void UpstreamExchange::on_head(const httplib::Response& response) {
  const Time now = SteadyClock::now();
  received_head_ = true;
  is_framed_ = response.has_header("Content-Length") || response.has_header("Transfer-Encoding");
  receiver_.on_head(
      {.status = response.status,
       .content_type = media_type(response),
       .retry_after = response.get_header_value("Retry-After"),
       .retry_after_ms = response.get_header_value("retry-after-ms"),
       .should_retry = response.get_header_value("x-should-retry"),
       .request_id = response.get_header_value("x-request-id"),
       .first_byte_ms = std::chrono::duration_cast<milliseconds>(now - began_).count()});
  if (response.status >= 300) silence_timeout_ = std::min(silence_timeout_, kRefusalTimeout);
  alarm_->move_to(std::min(now + silence_timeout_, total_deadline_));
}

bool UpstreamExchange::on_body(std::string_view bytes) {
  received_bytes_ += bytes.size();
  if (received_bytes_ > max_bytes_) {
    is_too_large_ = true;
    return false;
  }
  if (want_ == Want::more) {
    // While the receiver is at work, the upstream is not silent.
    alarm_->move_to(total_deadline_);
    want_ = receiver_.on_body(bytes);
    const milliseconds patience =
        want_ == Want::nothing_more ? kEndOfBodyTimeout : silence_timeout_;
    alarm_->move_to(std::min(SteadyClock::now() + patience, total_deadline_));
  }
  // Nothing more is wanted: without framing the peer alone decides when it hangs up, and the
  // connection is of no further use.
  return want_ == Want::more || (want_ == Want::nothing_more && is_framed_);
}

UpstreamEnd UpstreamExchange::fault(httplib::Error error) const {
  if (is_too_large_) return UpstreamEnd::too_large;
  if (want_ != Want::more) return UpstreamEnd::stopped;
  if (is_cut_off_) return overdue();
  switch (error) {
    case httplib::Error::ConnectionTimeout:
      return UpstreamEnd::connect_timeout;
    case httplib::Error::Connection:
    case httplib::Error::BindIPAddress:
    case httplib::Error::ProxyConnection:
      return UpstreamEnd::unreachable;
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
    case httplib::Error::SSLServerVerification:
    case httplib::Error::SSLServerHostnameVerification:
      return UpstreamEnd::tls;
    default:
      return UpstreamEnd::broken;
  }
}

// Which of the deadlines the alarm rang for.
UpstreamEnd UpstreamExchange::overdue() const {
  if (SteadyClock::now() >= total_deadline_) return UpstreamEnd::total_timeout;
  if (!received_head_ && has_first_byte_timeout_) return UpstreamEnd::no_first_byte;
  return UpstreamEnd::timeout;
}

}  // namespace magic
