// The proxy serves what openapi.json says, and says what it serves.
#include <catch2/catch_test_macros.hpp>

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "proxy/http/http_front.h"
#include "proxy/observe/observer.h"
#include "shared/json_fields.h"

using namespace magic;

namespace {

// Takes the service's handler at its construction; nobody calls the rest here.
class SilentFeed final : public LiveFeed {
 public:
  void publish_piece(const std::string&, const std::string&, int, LiveEvent::Kind,
                     std::string_view) override {}
  void end_pieces(const std::string&, const std::string&, int) override {}
  Result<std::unique_ptr<Subscription>> subscribe(const std::string&,
                                                  const std::optional<std::string>&) override {
    return not_found("This feed tells nothing.");
  }
  Result<std::vector<LiveEvent>> pieces_of(const std::string&, const std::string&) override {
    return std::vector<LiveEvent>{};
  }
  Status request_cancel(const std::string&, const std::string&) override { return success(); }
  void on_cancel(OnCancel) override {}
};

// "GET /sessions/{}/messages": names of parameters do not matter. A parameter that may hold slashes
// is several segments for the server.
std::string call(std::string method, const std::string& path) {
  std::transform(method.begin(), method.end(), method.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  std::string shape = method + " ";
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin + 1), path.size());
    const std::string segment = path.substr(begin, end - begin);
    const bool is_parameter = segment.starts_with("/:") || segment.starts_with("/{");
    if (!is_parameter) shape += segment;
    if (is_parameter && !shape.ends_with("/{}")) shape += "/{}";
    begin = end;
  }
  return shape;
}

std::set<std::string> described() {
  std::ifstream in(MAGIC_ASSETS "/openapi.json", std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const Result<Json> json = parse_json(text);
  REQUIRE(json.ok());
  std::set<std::string> calls;
  for (const auto& [path, item] : json.value().at("paths").items())
    for (const auto& [method, operation] : item.items())
      if (method != "parameters") calls.insert(call(method, path));
  return calls;
}

std::set<std::string> served() {
  const Log log(LogLevel::error, STDERR_FILENO);
  Observer observer(log);
  ChatParts parts{.store = nullptr,
                  .queue = nullptr,
                  .feed = std::make_unique<SilentFeed>(),
                  .providers = ProvidersById({}),
                  .prices = {},
                  .clock = system_clock(),
                  .observer = observer,
                  .options = {}};
  ChatService chat(parts);
  SessionService sessions(parts);
  HttpOptions options;
  options.port = 0;
  options.ui_port = -1;
  HttpFront front(chat, sessions, observer, options);
  const Status started = front.start();
  REQUIRE(started.ok());
  std::set<std::string> calls;
  for (const Route& route : front.routes()) calls.insert(call(route.method, route.pattern));
  return calls;
}

std::set<std::string> without(const std::set<std::string>& these,
                              const std::set<std::string>& those) {
  std::set<std::string> rest;
  std::set_difference(these.begin(), these.end(), those.begin(), those.end(),
                      std::inserter(rest, rest.end()));
  return rest;
}

const std::set<std::string> kNone;

}  // namespace

TEST_CASE("openapi.json describes exactly the calls that the proxy serves") {
  const std::set<std::string> in_words = described();
  const std::set<std::string> in_fact = served();
  CHECK(without(in_words, in_fact) == kNone);  // described, but not served
  CHECK(without(in_fact, in_words) == kNone);  // served, but not described
}
