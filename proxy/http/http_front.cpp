#include "proxy/http/http_front.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "proxy/http/bearer_tokens.h"
#include "proxy/http/ip_address.h"
#include "proxy/http/listener.h"
#include "proxy/http/live_turns.h"
#include "proxy/http/request_guard.h"
#include "proxy/http/routes.h"
#include "proxy/http/routes_openai.h"
#include "proxy/http/routes_operators.h"
#include "proxy/http/routes_site.h"
#include "proxy/http/service_face_chat.h"
#include "proxy/http/site.h"
#include "proxy/http/trusted_proxies.h"
#include "proxy/http/turn_limits.h"
#include "shared/api_paths.h"

namespace magic {
namespace {

// What was ended is stored and told within so much, unless Redis or the client does not take it.
constexpr int kLastWordsMs = 2000;

// The desktop UI and curl send no Origin; a page that is served on the UI's port may call the API's
// port directly.
RequestGuard guard_of(const HttpOptions& options, int ui_port) {
  std::vector<std::string> hosts = options.allowed_hosts;
  hosts.push_back(options.host);
  std::vector<std::string> origins = options.allowed_origins;
  for (const std::string& name : {std::string("localhost"), std::string("127.0.0.1"),
                                  std::string("[::1]"), host_in_url(options.host)})
    origins.push_back("http://" + name + ":" + std::to_string(ui_port));
  return {hosts, origins};
}

// Whoever reaches it uses the owner's keys and reads every session whose id they learn.
Status may_be_reached(const HttpOptions& options) {
  const std::string& host = options.published_host.empty() ? options.host : options.published_host;
  if (is_loopback_host(host) || !options.tokens_file.empty() || options.allow_public_without_tokens)
    return success();
  return Error{
      ErrorCode::internal,
      "On the address " + host +
          " others reach this proxy, and it asks nobody for a token. Name a file of tokens "
          "in PROXY_TOKENS_FILE, listen on 127.0.0.1, or set "
          "ALLOW_PUBLIC_WITHOUT_TOKENS=true if everybody may use it."};
}

// How many files this process may have open.
std::size_t files_at_most() {
  rlimit limit{};
  const bool known = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
  return known ? static_cast<std::size_t>(limit.rlim_cur) : std::numeric_limits<std::size_t>::max();
}

// A server, the port it got, and the thread that accepts.
struct Listening {
  std::unique_ptr<httplib::Server> server;
  std::unique_ptr<Router> router;
  int port = 0;
  std::thread thread;

  Status open(const std::string& host, int wanted, const char* option) {
    port = wanted == 0 ? server->bind_to_any_port(host) : wanted;
    if (wanted != 0 && !server->bind_to_port(host, wanted)) port = -1;
    if (port <= 0)
      return Error{ErrorCode::internal,
                   "Cannot listen on " + host + " port " + std::to_string(wanted) +
                       ": another program has it, or it is not allowed. Choose another with " +
                       option + "."};
    return success();
  }
  void serve() {
    thread = std::thread([this] { server->listen_after_bind(); });
    server->wait_until_ready();
  }
  void stop() {
    if (thread.joinable()) server->stop();
  }
  void join() {
    if (thread.joinable()) thread.join();
  }
};

}  // namespace

struct HttpFront::Inside {
  Inside(ChatService& chat, SessionService& sessions, Observer& whom_to_tell, HttpOptions given,
         RateLimits* counted)
      : options(std::move(given)),
        observer(whom_to_tell),
        live(options.max_live_turns, options.max_live_turns_per_client),
        turn_limits(counted, options.turn_limits),
        context{chat, sessions, live, turn_limits, options.limits},
        face_chat(chat),
        openai{face_chat, live, turn_limits, options.limits},
        operators{[this] { return is_ready(); }, [this] { return observer.metrics_text(); }} {
    options.host = host_without_brackets(options.host);
  }

  Status is_ready() {
    if (stopping) return Error{ErrorCode::overloaded, "The proxy is stopping.", {}, true};
    return context.chat.store_ready();
  }

  Listening listen_with(const std::string& prefix) {
    ListenerOptions listener;
    listener.prefix = prefix;
    listener.guard = &guard;
    listener.tokens = tokens ? &*tokens : nullptr;
    listener.proxies = &proxies;
    listener.observer = &observer;
    // Answers, as many windows that watch, and room for idle connections and short requests. Two
    // ports take at most half of the files; the rest is for providers and Redis.
    listener.max_connections =
        std::min(static_cast<std::size_t>(options.max_live_turns) * 3, files_at_most() / 4);
    listener.other_errors = {kOpenAiPaths, reply_openai_error};
    const auto bodies = std::make_shared<RequestBodies>();
    listener.bodies = bodies.get();
    Listening listening;
    listening.server = make_listener(listener);
    listening.router = std::make_unique<Router>(*listening.server, prefix, bodies);
    add_health_routes(*listening.router, context);
    add_chat_routes(*listening.router, context);
    add_session_routes(*listening.router, context);
    add_message_routes(*listening.router, context);
    add_turn_routes(*listening.router, context);
    add_live_routes(*listening.router, context);
    add_provider_routes(*listening.router, context);
    add_openai_routes(*listening.router, openai);
    add_operator_routes(*listening.router, operators);
    return listening;
  }

  HttpOptions options;
  Observer& observer;
  RequestGuard guard{{}, {}};
  std::optional<BearerTokens> tokens;
  TrustedProxies proxies;
  LiveTurns live;
  TurnLimits turn_limits;
  RouteContext context;
  ServiceFaceChat face_chat;
  OpenAiContext openai;
  OperatorContext operators;
  std::atomic<bool> stopping = false;
  std::optional<Site> site;
  std::optional<Listening> api;
  std::optional<Listening> ui;
};

HttpFront::HttpFront(ChatService& chat, SessionService& sessions, Observer& observer,
                     HttpOptions options, RateLimits* counted)
    : inside_(std::make_unique<Inside>(chat, sessions, observer, std::move(options), counted)) {}

HttpFront::~HttpFront() { stop(0); }

Status HttpFront::start() {
  Inside& in = *inside_;
  if (const Status may = may_be_reached(in.options); !may) return may;
  Result<TrustedProxies> proxies = TrustedProxies::parse(in.options.trusted_proxies);
  if (!proxies) return proxies.error();
  in.proxies = std::move(proxies).value();
  if (!in.options.tokens_file.empty()) {
    Result<BearerTokens> tokens = BearerTokens::load(in.options.tokens_file);
    if (!tokens) return tokens.error();
    in.tokens = std::move(tokens).value();
  }
  in.api = in.listen_with("");
  if (Status opened = in.api->open(in.options.host, in.options.port, "--port"); !opened)
    return opened;

  if (in.options.ui_port >= 0) {
    Result<Site> site = Site::load(in.options.ui_dir);
    if (!site) return site.error();
    in.site = std::move(site).value();
    in.ui = in.listen_with(std::string(api::kApiPrefix));
    add_site_routes(*in.ui->router, *in.site);
    if (Status opened = in.ui->open(in.options.host, in.options.ui_port, "--ui-port"); !opened)
      return opened;
  }
  in.guard = guard_of(in.options, ui_port());
  in.api->serve();
  if (in.ui) in.ui->serve();
  return success();
}

int HttpFront::port() const { return inside_->api ? inside_->api->port : 0; }
int HttpFront::ui_port() const { return inside_->ui ? inside_->ui->port : 0; }

std::vector<Route> HttpFront::routes() const {
  return inside_->api ? inside_->api->router->routes() : std::vector<Route>{};
}

void HttpFront::stop(int grace_ms) {
  Inside& in = *inside_;
  in.stopping = true;
  in.live.close();
  // Until then the ports stay open, so that whoever asks is told that the proxy is stopping.
  if (!in.live.wait_until_none(grace_ms)) {
    in.live.end_all();
    in.live.wait_until_none(kLastWordsMs);
  }
  if (in.api) in.api->stop();
  if (in.ui) in.ui->stop();
  if (in.api) in.api->join();
  if (in.ui) in.ui->join();
}

}  // namespace magic
