// The UI's program in the browser.
#include <memory>

#include "client-wasm/app.h"
#include "client-wasm/platform/platform.h"

int main() {
  const std::unique_ptr<magic::Platform> platform = magic::make_platform({.title = "Memory Magic"});
  if (platform == nullptr) return 1;
  magic::App app(*platform);
  platform->run([&app] { return app.tick(); }, [&app] { return app.frame(); });
  return 0;
}
