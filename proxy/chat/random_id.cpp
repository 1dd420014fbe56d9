#include "proxy/chat/random_id.h"

#include <sys/random.h>

#include <array>
#include <cstdlib>

namespace magic {

std::string new_session_id() {
  std::array<unsigned char, 16> bytes;
  // Up to 256 bytes are never interrupted or cut short (getrandom(2)); a kernel without it is older
  // than anything we build on, and a guessable id would be worse than stopping.
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) std::abort();

  constexpr char kHex[] = "0123456789abcdef";
  std::string id = "session_";
  for (const unsigned char byte : bytes) {
    id += kHex[byte >> 4];
    id += kHex[byte & 15];
  }
  return id;
}

}  // namespace magic
