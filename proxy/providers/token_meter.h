// Who counts the tokens that a caller's turns use, for a daily budget.
//
// Called when an upstream call has ended, on its thread; calls for several lanes come at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "proxy/providers/provider.h"

namespace magic {

class TokenMeter {
 public:
  virtual ~TokenMeter() = default;
  virtual void on_tokens(std::int64_t tokens) = 0;
};

// What an upstream call took, in and out: as the provider counted it; where it did not say, because
// it was stopped or is of the kind that never does, our own estimate of what was sent and came.
// 0: nothing was sent.
std::int64_t tokens_used(const Prompt& prompt, const Usage& usage, std::string_view reasoning,
                         std::string_view text);

// Tells the meter, if there is one.
void count_tokens(const std::shared_ptr<TokenMeter>& meter, const Prompt& prompt,
                  const Usage& usage, std::string_view reasoning, std::string_view text);

}  // namespace magic
