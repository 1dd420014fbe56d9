#include "proxy/http/request_scope.h"

#include <algorithm>
#include <utility>

#include "proxy/base/random_id.h"

namespace magic {
namespace {

constexpr char kHeader[] = "X-Request-Id";
constexpr std::size_t kMaxRequestIdBytes = 64;
constexpr char kKey[] = "scope";  // in the response's user data

}  // namespace

RequestScope& RequestScope::of(httplib::Response& response) {
  using Held = std::shared_ptr<RequestScope>;
  if (Held* const held = response.user_data.get<Held>(kKey)) return **held;
  Held made(new RequestScope());
  RequestScope& scope = *made;
  response.user_data.set(kKey, std::move(made));
  return scope;
}

RequestScope::~RequestScope() {
  if (observer_ == nullptr) return;
  report_.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_at_).count();
  observer_->on_request_ended(report_);
}

void RequestScope::begin(const httplib::Request& request, httplib::Response& response,
                         RequestObserver* observer) {
  if (std::exchange(begun_, true)) return;
  observer_ = observer;
  report_.method = request.method;
  may_be_chunked_ = request.version != "HTTP/1.0";
  std::string given = request.get_header_value(kHeader);
  report_.request_id = is_valid_request_id(given) ? std::move(given) : new_request_id();
  response.set_header(kHeader, report_.request_id);
}

void RequestScope::answer(const httplib::Response& response) {
  report_.status = response.status;
  report_.streamed = response.get_header_value("Content-Type") == "text/event-stream";
  if (report_.streamed && observer_ != nullptr) observer_->on_stream_opened();
  if (!report_.streamed) report_.body_bytes = response.body.size();
}

std::string request_id_of(httplib::Response& response) {
  return RequestScope::of(response).request_id();
}

bool is_valid_request_id(std::string_view id) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !id.empty() && id.size() <= kMaxRequestIdBytes &&
         std::all_of(id.begin(), id.end(), allowed);
}

}  // namespace magic
