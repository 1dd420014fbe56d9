#include "proxy/providers/token_meter.h"

#include <algorithm>

#include "shared/token_estimate.h"

namespace magic {
namespace {

// More than any window holds: a provider that counts nonsense must not make a sum overflow.
constexpr std::int64_t kMostTokens = 1'000'000'000;

std::int64_t sensible(std::int64_t tokens) {
  return std::clamp<std::int64_t>(tokens, 0, kMostTokens);
}

}  // namespace

std::int64_t tokens_used(const Prompt& prompt, const Usage& usage, std::string_view reasoning,
                         std::string_view text) {
  const bool said_nothing = reasoning.empty() && text.empty();
  if (!usage.input_tokens && !usage.output_tokens && said_nothing) return 0;
  std::int64_t sent = estimate_tokens(prompt.instructions);
  for (const PromptMessage& message : prompt.messages)
    sent += estimate_message_tokens(message.text);
  const std::int64_t came = estimate_tokens(reasoning) + estimate_tokens(text);
  return sensible(usage.input_tokens.value_or(sent)) + sensible(usage.output_tokens.value_or(came));
}

void count_tokens(const std::shared_ptr<TokenMeter>& meter, const Prompt& prompt,
                  const Usage& usage, std::string_view reasoning, std::string_view text) {
  if (meter == nullptr) return;
  if (const std::int64_t used = tokens_used(prompt, usage, reasoning, text); used > 0)
    meter->on_tokens(used);
}

}  // namespace magic
