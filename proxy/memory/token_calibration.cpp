#include "proxy/memory/token_calibration.h"

#include <algorithm>
#include <cmath>

#include "shared/token_estimate.h"

namespace magic {

int calibrated(int estimated_tokens, double factor) {
  return static_cast<int>(std::ceil(estimated_tokens * factor));
}

int calibrated_message_tokens(std::string_view text, double factor) {
  return calibrated(estimate_message_tokens(text), factor);
}

TokenCalibration::Known TokenCalibration::known(ProviderId provider, std::string_view model) const {
  const Lock lock(mutex_);
  const auto found = models_.find(Key(provider, model));
  return found == models_.end() ? Known{} : found->second;
}

double TokenCalibration::factor(ProviderId provider, std::string_view model) const {
  return known(provider, model).factor;
}

bool TokenCalibration::has_learned(ProviderId provider, std::string_view model) const {
  return known(provider, model).prompts >= kPromptsToTrust;
}

void TokenCalibration::learn(ProviderId provider, std::string_view model,
                             const PromptMeasure& measure) {
  if (measure.is_partial || measure.estimated_tokens < kLeastTokens ||
      measure.reported_tokens < kLeastTokens)
    return;
  const double ratio = std::clamp(
      static_cast<double>(measure.reported_tokens) / measure.estimated_tokens, kLeast, kMost);
  const Lock lock(mutex_);
  Key key(provider, model);
  if (models_.size() >= kMostModels && models_.find(key) == models_.end()) return;
  Known& known = models_[std::move(key)];
  known.factor += kWeight * (ratio - known.factor);
  known.prompts = std::min(known.prompts + 1, kPromptsToTrust);
}

bool looks_truncated(int estimated_tokens, std::int64_t reported_tokens, bool has_learned) {
  constexpr std::int64_t kNoise = 64;
  const double least_share = has_learned ? 0.70 : 0.45;
  return reported_tokens > 0 && estimated_tokens - reported_tokens > kNoise &&
         static_cast<double>(reported_tokens) < least_share * estimated_tokens;
}

}  // namespace magic
