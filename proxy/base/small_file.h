// Files that a setting names: keys, tokens, prices, certificates.
// Thread rule: may be called from any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace magic {

inline constexpr std::size_t kMaxSmallFileBytes = 4 * 1024 * 1024;

// nullopt: it cannot be read, is a folder, or is larger than such a file can be, as a device is that
// never ends.
std::optional<std::string> read_small_file(const std::string& path);

}  // namespace magic
