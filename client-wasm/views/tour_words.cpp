#include "client-wasm/views/tour_words.h"

#include <algorithm>

#include "client-wasm/views/words.h"

namespace magic::words {

std::string verdict(const std::optional<TourRun>& run) {
  if (!run) return {};
  switch (run->verdict) {
    case TourVerdict::running: {
      const auto ended =
          std::count_if(run->steps.begin(), run->steps.end(), [](const TourStepRun& step) {
            return step.verdict && step.verdict != TourVerdict::running;
          });
      const auto total = static_cast<std::int64_t>(run->steps.size());
      return "Step " + count(std::min<std::int64_t>(ended + 1, total)) + " of " + count(total);
    }
    case TourVerdict::passed:
      return "Passed";
    case TourVerdict::failed:
      return "Failed: " + run->reason;
    case TourVerdict::skipped:
      return "Skipped. " + run->reason;
    case TourVerdict::stopped:
      return "Stopped";
  }
  return {};
}

std::string short_verdict(const std::optional<TourRun>& run) {
  if (!run) return "not run yet";
  switch (run->verdict) {
    case TourVerdict::running:
      return "running";
    case TourVerdict::passed:
      return "passed";
    case TourVerdict::failed:
      return "failed";
    case TourVerdict::skipped:
      return "skipped";
    case TourVerdict::stopped:
      return "stopped";
  }
  return {};
}

std::string tour_step(const TourStep& step, const TourStepRun* run) {
  std::string words = memory_of(step);
  if (run != nullptr && run->verdict)
    words += "  ·  " + provider(run->provider);
  else if (step.provider == TourProvider::other)
    words += "  ·  the other provider";
  return words;
}

std::string tour_block(const ChatModel& chat, ProviderId provider) {
  if (chat.link == Link::connecting) return "Connecting to the proxy…";
  if (chat.link == Link::offline)
    return "The proxy does not answer. The tour can be run once it is back.";
  if (!chat.health.store_available)
    return chat.health.store_reason.empty()
               ? "Redis does not answer, and without it there is no memory to show."
               : chat.health.store_reason;
  const ProviderStatus* status = status_of(chat, provider);
  if (status != nullptr && status->available) return {};
  if (status != nullptr && !status->reason.empty()) return status->reason;
  return words::provider(provider) + " is not available. Choose another one.";
}

std::string tour_providers(const ChatModel& chat, ProviderId provider) {
  const std::optional<ProviderId> other = other_provider(chat.health, provider);
  std::string words;
  if (other)
    words = "Scenarios that switch go on with " + words::provider(*other) + ".";
  else
    words = "No other provider is available here, so no scenario can switch.";
  if (provider == ProviderId::chatgpt || other == ProviderId::chatgpt)
    words += " What ChatGPT is sent goes to OpenAI.";
  return words;
}

}  // namespace magic::words
