// Wires the proxy together and waits for a signal to end it.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <utility>

#include "proxy/base/file_text.h"
#include "proxy/base/tidy_memory.h"
#include "proxy/chat/chat_service.h"
#include "proxy/chat/session_service.h"
#include "proxy/config/config.h"
#include "proxy/http/http_front.h"
#include "proxy/http/ip_address.h"
#include "proxy/observe/log.h"
#include "proxy/observe/observer.h"
#include "proxy/store/deadline.h"
#include "proxy/store/redis_live_feed.h"
#include "proxy/store/redis_rate_limits.h"
#include "proxy/store/redis_turn_queue.h"

namespace magic {
namespace {

// Running answers get so long to finish when the proxy is told to stop.
constexpr int kGraceMs = 5000;
// What of that time is left goes to answers that Redis did not take yet, but at least so much.
constexpr int kSpoolMs = 2000;

std::optional<std::string> environment(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// The UI as built beside this program: build/<preset>/proxy/chat-proxy, build/web/site; or as
// installed: bin/chat-proxy, share/memory-magic/site.
std::string find_ui() {
  std::error_code problem;
  const auto here = std::filesystem::read_symlink("/proc/self/exe", problem).parent_path();
  const auto installed = here / "../share/memory-magic/site";
  if (std::filesystem::exists(installed / "index.html", problem))
    return installed.lexically_normal();
  return (here / "../../web/site").lexically_normal();
}

std::vector<ProviderSlot> make_providers(const Config& config) {
  const Clock& clock = system_clock();
  std::vector<ProviderSlot> slots;
  slots.push_back({ProviderId::chatgpt, make_openai_provider(config.openai, clock),
                   config.openai_max_output_tokens});
  slots.push_back({ProviderId::ollama, make_ollama_provider(config.ollama, clock),
                   config.ollama_max_output_tokens});
  slots.push_back(
      {ProviderId::demo, make_demo_provider(config.demo), config.demo_max_output_tokens});
  return slots;
}

void announce(const HttpFront& front, const std::string& host) {
  const bool is_here = host == "0.0.0.0" || host == "::" || host == "127.0.0.1";
  const std::string shown = is_here ? "localhost" : host_in_url(host);
  std::printf("Memory Magic " MAGIC_VERSION " is ready.");
  if (front.ui_port() > 0) std::printf(" UI: http://%s:%d", shown.c_str(), front.ui_port());
  std::printf(" API: http://%s:%d\n", shown.c_str(), front.port());
  std::fflush(stdout);
}

int fail(const Error& error) {
  std::fprintf(stderr, "chat-proxy: %s\n", error.message.c_str());
  return 1;
}

Result<PriceTable> read_prices(const std::string& path) {
  if (path.empty()) return PriceTable{};
  const std::optional<std::string> text = file_text(path);
  if (!text)
    return Error{ErrorCode::internal, "PRICES_FILE names " + path + ", which cannot be read."};
  Result<PriceTable> prices = PriceTable::parse(*text);
  if (!prices) return Error{ErrorCode::internal, path + ": " + prices.error().message};
  return prices;
}

int run(std::vector<std::string> arguments) {
  // Before any thread exists, so that all inherit it: signals reach sigwait() below and no handler
  // has to be async-signal-safe. A peer that closes early must not end the process either.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  // A core file would hold the keys and everybody's conversations.
  const rlimit no_core{};
  setrlimit(RLIMIT_CORE, &no_core);
  // Shells usually allow 1,024 files, and far more to who asks; each connection is one.
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }

  Config defaults;
  defaults.http.ui_dir = find_ui();
  const Result<Invocation> invocation =
      load_config({std::move(arguments), environment, file_text}, defaults);
  if (!invocation) return fail(invocation.error());
  if (invocation.value().help) return std::fputs(help_text(defaults).c_str(), stdout) < 0 ? 1 : 0;
  if (invocation.value().version) return std::puts("Memory Magic " MAGIC_VERSION) < 0 ? 1 : 0;

  Config config = invocation.value().config;
  Result<PriceTable> prices = read_prices(config.prices_file);
  if (!prices) return fail(prices.error());
  const TidyMemory tidy;
  const Log log(config.log_level, STDERR_FILENO);
  Observer observer(log);
  config.redis.on_round_trip = observer.redis_round_trips();
  const auto redis = std::make_shared<RedisClient>(config.redis);
  ChatParts parts{.store = make_redis_store(redis),
                  .queue = make_redis_turn_queue(redis, {.max_waiting = config.max_queued_turns}),
                  .feed = make_redis_live_feed(redis),
                  .providers = ProvidersById(make_providers(config)),
                  .prices = std::move(prices).value(),
                  .clock = system_clock(),
                  .observer = observer,
                  .options = config.chat};
  ChatService chat(parts);
  SessionService sessions(parts);
  const std::unique_ptr<RateLimits> counted = make_redis_rate_limits(redis);
  HttpFront front(chat, sessions, observer, config.http, counted.get());
  if (const Status started = front.start(); !started) return fail(started.error());
  announce(front, config.http.host);

  int signal = 0;
  sigwait(&signals, &signal);
  std::puts("Memory Magic is stopping.");
  std::fflush(stdout);
  const Deadline grace = Deadline::in_ms(kGraceMs);
  front.stop(kGraceMs);
  parts.spool.finish(std::max(grace.left_ms(), kSpoolMs));
  return 0;
}

}  // namespace
}  // namespace magic

int main(int argc, char** argv) { return magic::run({argv + 1, argv + argc}); }
