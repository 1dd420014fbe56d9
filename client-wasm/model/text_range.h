// A stretch of a text.
#pragma once

#include <cstddef>

namespace magic {

struct TextRange {
  std::size_t begin = 0, end = 0;  // bytes

  bool empty() const { return begin >= end; }
  bool operator==(const TextRange&) const = default;
};

}  // namespace magic
