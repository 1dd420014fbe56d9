#include "client-wasm/platform/tell_failure.h"

#include <SDL.h>
#include <unistd.h>

#include <cstdio>

namespace magic {

void tell_failure(const std::string& sentence) {
  std::fprintf(stderr, "chat-desktop: %s\n", sentence.c_str());
  if (isatty(STDERR_FILENO) == 0)
    SDL_ShowSimpleMessageBox(SDL_MESSAGEBOX_ERROR, "Memory Magic", sentence.c_str(), nullptr);
}

}  // namespace magic
