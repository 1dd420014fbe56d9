// What answers cost, by a table that somebody keeps: no provider's API tells its prices.
// Thread rule: plain value; const methods may be called from any thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "shared/chat_types.h"
#include "shared/result.h"

namespace magic {

// US dollars for a million tokens.
struct Price {
  double input = 0;
  double output = 0;
  std::optional<double> cached_input;  // absent: cached tokens cost what others do

  bool operator==(const Price&) const = default;
};

class PriceTable {
 public:
  PriceTable() = default;  // knows no price

  // {"currency":"USD","models":{"gpt-5-mini":{"input_per_million":0.25,
  //   "cached_input_per_million":0.025,"output_per_million":2.0}}}
  // The name of a model may begin with that of a provider, "ollama/llama3.2": then the price is
  // for that provider only. Other fields are skipped. Errors: bad_json, invalid_field; the sentence
  // names the field.
  static Result<PriceTable> parse(std::string_view json);

  bool empty() const { return prices_.empty(); }

  // nullopt, and never 0, where the table has no such model or the provider did not say both counts
  // of tokens. "gpt-5-mini-2025-08-07" costs what "gpt-5-mini" does, unless it is listed itself.
  std::optional<double> cost_usd(ProviderId provider, std::string_view model,
                                 const Usage& usage) const;

 private:
  const Price* find(ProviderId provider, std::string_view model) const;

  std::map<std::string, Price, std::less<>> prices_;  // by name as in the file
};

}  // namespace magic
