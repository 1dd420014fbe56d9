// What the fuzz targets share. Each target is one file with LLVMFuzzerTestOneInput, which gives bytes
// from outside to parsers and checks what must be true of any bytes; a crash, a hang, a sanitizer's
// report or a broken must() ends the run with the input that did it.
// Thread rule: one thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace magic::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline void must(bool holds, const char* sentence) {
  if (holds) return;
  std::fprintf(stderr, "It is not so that %s.\n", sentence);
  std::abort();
}

// Gives `bytes` to `feed` in pieces of 1 to 17 bytes, cut where the bytes themselves say.
template <class Feed>
void feed_in_pieces(std::string_view bytes, Feed&& feed) {
  while (!bytes.empty()) {
    const std::size_t wanted = 1 + static_cast<unsigned char>(bytes.front()) % 17;
    const std::size_t size = std::min(wanted, bytes.size());
    feed(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
}

// What was read can be written, and reads as the same again.
template <class Value, class Read>
void must_survive_writing(const Value& value, Read&& read) {
  const auto again = read(to_json(value));
  must(static_cast<bool>(again), "what we wrote can be read");
  must(again.value() == value, "what we wrote reads as what it was");
}

}  // namespace magic::fuzz
