// What our token estimates are worth for a model, learned from what the provider reports.
//
// A tokenizer is not at hand (token_estimate.h), but each answer says how many tokens its prompt
// had. Per provider and model, their ratio is kept as an exponential average; it corrects later
// estimates. Kept in memory only: a few answers teach it again.
// Thread rule: TokenCalibration may be used from any thread; the rest are pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "proxy/base/mutex.h"
#include "shared/names.h"

namespace magic {

// An estimate corrected by a factor, rounded up: estimates lean high on purpose.
int calibrated(int estimated_tokens, double factor);
// What a message costs with its role and separators, corrected.
int calibrated_message_tokens(std::string_view text, double factor);

// One prompt, as we estimated it and as the provider counted it.
struct PromptMeasure {
  int estimated_tokens = 0;  // not corrected by any factor (ContextPlan::uncalibrated_tokens)
  std::int64_t reported_tokens = 0;
  // The count does not speak of the whole prompt as we sent it: a cache served a part, the provider
  // cut it, or it went on from what it held.
  bool is_partial = false;
};

class TokenCalibration {
 public:
  // Beyond these the count means something else than the text: a hidden system prompt, images, a
  // counter that leaves things out.
  static constexpr double kLeast = 0.5, kMost = 2.0;
  // In a shorter prompt the chat template, which we only guess, weighs more than the words.
  static constexpr int kLeastTokens = 50;
  // Of the newest prompt in the average. One odd prompt must not turn the estimates over.
  static constexpr double kWeight = 0.3;
  static constexpr int kPromptsToTrust = 3;
  // Models are named by users; those beyond are not learned.
  static constexpr std::size_t kMostModels = 1000;

  // Real tokens per estimated token; 1 as long as nothing is known.
  double factor(ProviderId provider, std::string_view model) const;
  // Whether factor() rests on kPromptsToTrust prompts at least.
  bool has_learned(ProviderId provider, std::string_view model) const;

  void learn(ProviderId provider, std::string_view model, const PromptMeasure& measure);

 private:
  struct Known {
    double factor = 1.0;
    int prompts = 0;
  };
  using Key = std::pair<ProviderId, std::string>;

  Known known(ProviderId provider, std::string_view model) const;

  mutable Mutex mutex_;
  std::map<Key, Known> models_ MAGIC_GUARDED_BY(mutex_);
};

// Whether the provider processed clearly less than it was sent, that is, cut the prompt without a
// word. `estimated` is corrected where `has_learned`. An uncorrected estimate may be twice what the
// tokens really are (English prose in a large vocabulary, long runs of spaces), so less than 45 %
// is needed to accuse; after learning, 70 %. Small differences never count: 64 tokens are within
// what chat templates and our rounding differ by.
bool looks_truncated(int estimated_tokens, std::int64_t reported_tokens, bool has_learned);

}  // namespace magic
