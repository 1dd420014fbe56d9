// How large bodies may be: 1 MiB, and more for an import, of which a few at a time may be large.
//
// What a connection may make the proxy hold is what a stranger has for nothing, so only a few hold
// much at once. cpp-httplib knows one limit for all routes (the largest of these), hence this.
// Thread rule: routes are added before the server listens; after that any thread may call.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <httplib.h>

#include "proxy/http/route.h"

namespace magic {

class RequestBodies {
 public:
  static constexpr std::size_t kUsualBytes = std::size_t{1024} * 1024;
  static constexpr std::size_t kLargeBytes = 16 * kUsualBytes;
  static constexpr int kLargeAtOnce = 4;

  using Handler = std::function<void(const httplib::Request&, httplib::Response&)>;

  // A handler that reads the body first, up to `most` bytes, and is called with all of it or, where
  // that is too much, not at all. `route` has the prefix.
  httplib::Server::HandlerWithContentReader read_first(Route route, std::size_t most,
                                                       Handler handler);

  // The most that the body of a request may have which no route has read yet. 0: none reads one, as
  // there is no such route.
  std::size_t most_for(std::string_view method, std::string_view path) const;

 private:
  struct Taking {
    Route route;
    std::size_t most = 0;
  };
  std::vector<Taking> routes_;
  std::atomic<int> large_now_ = 0;
};

// Whether a path is one of the pattern's, whose segments ":name" stand for any.
bool matches_pattern(std::string_view path, std::string_view pattern);

}  // namespace magic
