#include "proxy/http/replies.h"

#include <utility>

#include "shared/chat_json.h"

namespace magic {

namespace {

constexpr int kUsualWaitSeconds = 5;  // where the provider named no time

}  // namespace

int http_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_json:
      return 400;
    case ErrorCode::invalid_field:
      return 422;  // as in the original
    case ErrorCode::unsupported_media_type:
      return 415;
    case ErrorCode::payload_too_large:
      return 413;
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::unauthorized:
      return 401;
    case ErrorCode::forbidden:
      return 403;
    case ErrorCode::conflict:
    case ErrorCode::session_busy:
      return 409;
    case ErrorCode::rate_limited:
    case ErrorCode::quota_exceeded:
      return 429;
    case ErrorCode::overloaded:
      return 503;
    case ErrorCode::provider_unavailable:
      return 503;
    case ErrorCode::upstream_error:
      return 502;
    case ErrorCode::upstream_timeout:
      return 504;
    case ErrorCode::store_unavailable:
      return 503;
    case ErrorCode::cancelled:
      return 503;
    case ErrorCode::network:
      return 502;
    case ErrorCode::internal:
      return 500;
  }
  return 500;
}

void reply_json(httplib::Response& response, std::string json) {
  reply_text(response, std::move(json), "application/json");
}

void reply_text(httplib::Response& response, std::string text, const char* media_type) {
  response.headers.erase("Cache-Control");  // of a file of which a part was asked for in vain
  response.set_header("Cache-Control", "no-store");
  response.set_content(std::move(text), media_type);
}

void set_retry_after(httplib::Response& response, const Error& error) {
  int wait_seconds = error.retry_after_seconds;
  if (wait_seconds == 0 && error.code == ErrorCode::rate_limited && error.retryable)
    wait_seconds = kUsualWaitSeconds;
  if (wait_seconds > 0) response.set_header("Retry-After", std::to_string(wait_seconds));
}

void reply_error(httplib::Response& response, const Error& error) {
  reply_error(response, ChatFailure{error, std::nullopt});
}

void reply_error(httplib::Response& response, const ChatFailure& failure) {
  response.status = http_status(failure.error.code);
  set_retry_after(response, failure.error);
  reply_json(response, to_json(failure));
}

}  // namespace magic
