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
      return say(Word::tour_step, {count(std::min<std::int64_t>(ended + 1, total)), count(total)});
    }
    case TourVerdict::passed:
      return say(Word::tour_passed);
    case TourVerdict::failed:
      return say(Word::tour_failed, {run->reason});
    case TourVerdict::skipped:
      return say(Word::tour_skipped, {run->reason});
    case TourVerdict::stopped:
      return say(Word::tour_stopped);
  }
  return {};
}

std::string short_verdict(const std::optional<TourRun>& run) {
  if (!run) return say(Word::verdict_none);
  switch (run->verdict) {
    case TourVerdict::running:
      return say(Word::verdict_running);
    case TourVerdict::passed:
      return say(Word::verdict_passed);
    case TourVerdict::failed:
      return say(Word::verdict_failed);
    case TourVerdict::skipped:
      return say(Word::verdict_skipped);
    case TourVerdict::stopped:
      return say(Word::verdict_stopped);
  }
  return {};
}

std::string tour_step(const TourStep& step, const TourStepRun* run) {
  std::string words = memory_of(step);
  if (run != nullptr && run->verdict)
    words += "  ·  " + provider(run->provider);
  else if (step.provider == TourProvider::other)
    words += std::string("  ·  ") + say(Word::tour_other_provider);
  return words;
}

std::string tour_block(const ChatModel& chat, ProviderId provider) {
  if (chat.link == Link::connecting) return say(Word::proxy_connecting);
  if (chat.link == Link::offline) return say(Word::tour_offline);
  if (!chat.health.store_available)
    return chat.health.store_reason.empty() ? say(Word::tour_no_redis) : chat.health.store_reason;
  const ProviderStatus* status = status_of(chat, provider);
  if (status != nullptr && status->available) return {};
  if (status != nullptr && !status->reason.empty()) return status->reason;
  return say(Word::tour_unavailable, {words::provider(provider)});
}

std::string tour_providers(const ChatModel& chat, ProviderId provider) {
  const std::optional<ProviderId> other = other_provider(chat.health, provider);
  std::string words;
  if (other)
    words = say(Word::tour_goes_on_with, {words::provider(*other)});
  else
    words = say(Word::tour_no_other);
  if (provider == ProviderId::chatgpt || other == ProviderId::chatgpt)
    words += std::string(" ") + say(Word::tour_cloud);
  return words;
}

}  // namespace magic::words
