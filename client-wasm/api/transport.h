// How the UI reaches the proxy: fetch in the browser, sockets on the desktop, a fake in tests.
//
// Thread rule: every method is called on the UI thread; handlers run only inside poll(), on the UI
// thread, in the order in which things happened.
// For each start() there is exactly one on_end, also after cancel() and also when the proxy cannot
// be reached. No handler of a request runs after its on_end.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace magic {

struct HttpRequest {
  std::string method = "GET";
  std::string path;  // as in shared/api_paths.h, with its query if any
  std::string body;  // JSON; sent with Content-Type: application/json when not empty
};

enum class TransportEnd {
  finished,     // the whole answer came
  cancelled,    // by cancel()
  unreachable,  // no connection, or it broke before the end
};

struct HttpHandlers {
  std::function<void(int status)> on_status = [](int) {};  // once, before any body
  std::function<void(std::string_view bytes)> on_body = [](std::string_view) {};  // as they come
  std::function<void(TransportEnd end)> on_end = [](TransportEnd) {};
};

using RequestId = int;

class Transport {
 public:
  virtual ~Transport() = default;

  virtual RequestId start(HttpRequest request, HttpHandlers handlers) = 0;
  virtual void cancel(RequestId id) = 0;  // unknown or ended ids are ignored
  virtual void poll() = 0;                // delivers what has arrived; never blocks
};

}  // namespace magic
