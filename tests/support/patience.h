// How many times longer than usual programs may take: sanitizers cost time. By MAGIC_TEST_PATIENCE, as
// the preset says; for limits that only a fault should reach.
#pragma once

#include <cstdlib>

namespace magic {

inline int patience() {
  const char* given = std::getenv("MAGIC_TEST_PATIENCE");
  const int times = given == nullptr ? 1 : std::atoi(given);
  return times > 0 ? times : 1;
}

}  // namespace magic
