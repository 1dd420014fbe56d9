// The UI's program on the desktop: chat-desktop --help.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "client-wasm/app.h"
#include "client-wasm/platform/desktop_options.h"
#include "client-wasm/platform/platform.h"
#include "client-wasm/platform/proxy_process.h"
#include "client-wasm/platform/settings_file.h"
#include "client-wasm/platform/tell_failure.h"

namespace magic {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

// The proxy that --standalone asks for: none when one answers already.
Result<std::unique_ptr<ProxyProcess>> own_proxy(const DesktopOptions& options) {
  const ProxyPlace place = proxy_place(options.proxy_url).value();
  if (!options.standalone || answers(place)) return std::unique_ptr<ProxyProcess>();
  if (!place.on_this_machine)
    return Error{ErrorCode::internal,
                 "Nothing answers at " + options.proxy_url +
                     ", and --standalone starts a proxy on this machine only."};
  const std::string program = find_proxy_program();
  if (program.empty())
    return Error{ErrorCode::internal,
                 "Nothing answers at " + options.proxy_url +
                     ", and there is no chat-proxy beside this program. Install it too, or name "
                     "another proxy with --proxy."};
  return ProxyProcess::start(program, place, default_proxy_log_path());
}

int run(const std::vector<std::string>& arguments) {
  // A connection that the proxy has closed is an error to be told, not the end of this program.
  std::signal(SIGPIPE, SIG_IGN);
  const std::string kept_url = SettingsFile(default_settings_path()).get(kProxySetting);
  const Result<DesktopOptions> options = desktop_options(arguments, environment, kept_url);
  if (!options) {
    std::fprintf(stderr, "chat-desktop: %s\n", options.error().message.c_str());
    return 2;
  }
  if (options.value().help) return std::fputs(desktop_help().data(), stdout) < 0 ? 1 : 0;

  // Before the window, whose drivers have threads; and it ends after the window has closed.
  Result<std::unique_ptr<ProxyProcess>> proxy = own_proxy(options.value());
  if (!proxy) {
    tell_failure(proxy.error().message);
    return 1;
  }
  const std::unique_ptr<Platform> platform =
      make_platform({.title = "Memory Magic", .proxy_url = options.value().proxy_url});
  if (platform == nullptr) return 1;
  if (!options.value().session_id.empty())
    platform->save_setting("session", options.value().session_id);
  App app(*platform);
  platform->run([&app] { return app.tick(); }, [&app] { return app.frame(); });
  return 0;
}

}  // namespace
}  // namespace magic

int main(int argc, char** argv) { return magic::run({argv + 1, argv + argc}); }
