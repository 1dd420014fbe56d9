// The UI's program, the same for the browser and the desktop. Desktop:
//   chat-desktop [--proxy http://127.0.0.1:9090]      (or the environment's PROXY_URL)
#include <cstdlib>
#include <cstring>
#include <memory>

#include "client-wasm/app.h"
#include "client-wasm/platform/platform.h"

namespace {

constexpr const char* kDefaultProxy = "http://127.0.0.1:9090";

const char* proxy_url(int argc, char** argv) {
  for (int i = 1; i + 1 < argc; ++i)
    if (std::strcmp(argv[i], "--proxy") == 0) return argv[i + 1];
  const char* from_environment = std::getenv("PROXY_URL");
  return from_environment != nullptr ? from_environment : kDefaultProxy;
}

}  // namespace

int main(int argc, char** argv) {
  magic::PlatformOptions options;
  options.title = "Memory Magic";
  options.proxy_url = proxy_url(argc, argv);
  const std::unique_ptr<magic::Platform> platform = magic::make_platform(options);
  if (platform == nullptr) return 1;
  magic::App app(*platform);
  platform->run([&app] { return app.tick(); }, [&app] { return app.frame(); });
  return 0;
}
