#include "proxy/http/request_bodies.h"

#include <algorithm>
#include <utility>

#include "proxy/http/replies.h"

namespace magic {
namespace {

constexpr int kTryAgainSeconds = 2;

std::string_view take_segment(std::string_view& rest) {
  const std::string_view segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(std::min(rest.size(), segment.size() + 1));
  return segment;
}

// One of the few large bodies, while this exists.
class Large {
 public:
  explicit Large(std::atomic<int>& now) : now_(now) {}
  ~Large() {
    if (is_held_) --now_;
  }
  Large(const Large&) = delete;
  Large& operator=(const Large&) = delete;

  bool hold() {
    if (!is_held_) is_held_ = ++now_ <= RequestBodies::kLargeAtOnce || (--now_, false);
    return is_held_;
  }

 private:
  std::atomic<int>& now_;
  bool is_held_ = false;
};

}  // namespace

httplib::Server::HandlerWithContentReader RequestBodies::read_first(Route route, std::size_t most,
                                                                    Handler handler) {
  routes_.push_back({std::move(route), most});
  return [this, most, handler = std::move(handler)](const httplib::Request& request,
                                                    httplib::Response& response,
                                                    const httplib::ContentReader& read) {
    httplib::Request whole = request;
    Large large(large_now_);
    bool is_too_large = false;
    bool are_too_many = false;
    const bool came = read([&](const char* data, std::size_t bytes) {
      const std::size_t size = whole.body.size() + bytes;
      is_too_large = size > most;
      are_too_many = !is_too_large && size > kUsualBytes && !large.hold();
      if (is_too_large || are_too_many) return false;
      whole.body.append(data, bytes);
      return true;
    });
    if (are_too_many)
      return reply_error(response, Error{ErrorCode::overloaded,
                                         "Other large imports are under way. Try again shortly.",
                                         {},
                                         true,
                                         kTryAgainSeconds});
    // The listener's error handler says in words what the status is.
    if (!came) response.status = is_too_large ? 413 : 400;
    if (came) handler(whole, response);
  };
}

std::size_t RequestBodies::most_for(std::string_view method, std::string_view path) const {
  for (const Taking& each : routes_)
    if (each.route.method == method && matches_pattern(path, each.route.pattern)) return each.most;
  return 0;
}

bool matches_pattern(std::string_view path, std::string_view pattern) {
  if (std::count(path.begin(), path.end(), '/') != std::count(pattern.begin(), pattern.end(), '/'))
    return false;
  while (!pattern.empty()) {
    const std::string_view wanted = take_segment(pattern);
    const std::string_view segment = take_segment(path);
    if (wanted.starts_with(':') ? segment.empty() : wanted != segment) return false;
  }
  return path.empty();
}

}  // namespace magic
