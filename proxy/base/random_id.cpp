#include "proxy/base/random_id.h"

#include <sys/random.h>

#include <array>
#include <cstddef>
#include <cstdlib>

namespace magic {
namespace {

template <std::size_t kBytes>
std::string with_random_hex(std::string id) {
  std::array<unsigned char, kBytes> bytes;
  // Up to 256 bytes are never interrupted or cut short (getrandom(2)); a kernel without it is older
  // than anything we build on, and a guessable id would be worse than stopping.
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) std::abort();

  constexpr char kHex[] = "0123456789abcdef";
  for (const unsigned char byte : bytes) {
    id += kHex[byte >> 4];
    id += kHex[byte & 15];
  }
  return id;
}

}  // namespace

std::string new_session_id() { return with_random_hex<16>("session_"); }

std::string new_turn_id() { return with_random_hex<8>("turn_"); }

std::string new_answer_id(std::string_view prefix) {
  return with_random_hex<16>(std::string(prefix));
}

std::string new_request_id() { return with_random_hex<8>("req_"); }

std::string new_owner_secret() { return with_random_hex<16>({}); }

std::string new_place_id() { return with_random_hex<8>("place_"); }

}  // namespace magic
