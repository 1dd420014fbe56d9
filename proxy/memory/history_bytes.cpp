#include <algorithm>

#include "proxy/memory/context_plan.h"

namespace magic {
namespace {

// Enough to list what was just left out.
constexpr std::size_t kLeast = 16 * 1024;

// About 4 bytes a token, as many again for what a stored line holds besides its text; more where a
// token of this model is more than our estimates say.
std::size_t bytes_of(int tokens, double factor) {
  return static_cast<std::size_t>(std::max(tokens, 0) * 8.0 / std::min(factor, 1.0)) + kLeast;
}

}  // namespace

std::size_t history_bytes_for(const PlanRequest& request) {
  if (is_stateless(request)) return kLeast;
  std::size_t bytes = bytes_of(request.window_tokens, request.token_factor);
  switch (request.memory.strategy) {
    case MemoryStrategy::last_n:
      // Longer messages than this on average, and the last n are fewer.
      bytes = std::min(bytes, static_cast<std::size_t>(request.memory.n) * 64 * 1024 + kLeast);
      break;
    case MemoryStrategy::token_budget:
      bytes = std::min(bytes, bytes_of(request.memory.tokens, request.token_factor));
      break;
    case MemoryStrategy::summary:
      // What is kept word for word fills a window at most; the next job fills another one.
      bytes *= 2;
      break;
    case MemoryStrategy::none:
    case MemoryStrategy::full:
    case MemoryStrategy::provider:
      break;
  }
  return std::min(bytes, kMostHistoryBytes);
}

}  // namespace magic
