#include "proxy/providers/prices.h"

#include <algorithm>

#include "proxy/providers/model_names.h"

namespace magic {

std::optional<double> PriceTable::cost_usd(ProviderId provider, std::string_view model,
                                           const Usage& usage) const {
  if (!usage.input_tokens || !usage.output_tokens) return std::nullopt;
  const Price* price = find(provider, model);
  if (price == nullptr) return std::nullopt;
  const auto tokens = [](std::int64_t count) {
    return static_cast<double>(std::max<std::int64_t>(count, 0));
  };
  constexpr double kMillion = 1e6;
  const double input = tokens(*usage.input_tokens);
  // Cached tokens are among the input's, reasoning tokens among the output's.
  const double cached = std::min(tokens(usage.cached_tokens.value_or(0)), input);
  return ((input - cached) * price->input + cached * price->cached_input.value_or(price->input) +
          tokens(*usage.output_tokens) * price->output) /
         kMillion;
}

const Price* PriceTable::find(ProviderId provider, std::string_view model) const {
  for (const std::string_view name : {model, without_snapshot_date(model)})
    for (const std::string& key :
         {std::string(name_of(provider)) + "/" + std::string(name), std::string(name)})
      if (const auto price = prices_.find(key); price != prices_.end()) return &price->second;
  return nullptr;
}

}  // namespace magic
