// Wires the proxy together and waits for a signal to end it.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "proxy/chat/chat_service.h"
#include "proxy/config/config.h"
#include "proxy/http/http_front.h"

namespace magic {
namespace {

// Running answers get so long to finish when the proxy is told to stop.
constexpr int kGraceMs = 5000;

std::optional<std::string> environment(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
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
  const std::string shown = host == "0.0.0.0" || host == "127.0.0.1" ? "localhost" : host;
  std::printf("Memory Magic " MAGIC_VERSION " is ready.");
  if (front.ui_port() > 0) std::printf(" UI: http://%s:%d", shown.c_str(), front.ui_port());
  std::printf(" API: http://%s:%d\n", shown.c_str(), front.port());
  std::fflush(stdout);
}

int fail(const Error& error) {
  std::fprintf(stderr, "chat-proxy: %s\n", error.message.c_str());
  return 1;
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

  Config defaults;
  defaults.http.ui_dir = find_ui();
  const Result<Invocation> invocation =
      load_config({std::move(arguments), environment, read_file}, defaults);
  if (!invocation) return fail(invocation.error());
  if (invocation.value().help) return std::fputs(help_text(defaults).c_str(), stdout) < 0 ? 1 : 0;
  if (invocation.value().version) return std::puts("Memory Magic " MAGIC_VERSION) < 0 ? 1 : 0;

  const Config& config = invocation.value().config;
  ChatService chat(make_redis_store(config.redis), make_providers(config), system_clock());
  HttpFront front(chat, config.http);
  if (const Status started = front.start(); !started) return fail(started.error());
  announce(front, config.http.host);

  int signal = 0;
  sigwait(&signals, &signal);
  std::puts("Memory Magic is stopping.");
  std::fflush(stdout);
  front.stop(kGraceMs);
  return 0;
}

}  // namespace
}  // namespace magic

int main(int argc, char** argv) { return magic::run({argv + 1, argv + argc}); }
