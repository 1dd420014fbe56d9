// The file half of prices.h.
#include <utility>

#include "proxy/providers/prices.h"
#include "shared/json_fields.h"

namespace magic {
namespace {

std::optional<double> price_in(JsonFields& fields, const char* key) {
  const std::optional<double> price = fields.number(key);
  if (price && *price < 0) fields.fail(key, "must not be negative");
  return price;
}

double required_price_in(JsonFields& fields, const char* key) {
  const std::optional<double> price = price_in(fields, key);
  if (!price) fields.fail(key, "is missing");
  return price.value_or(0);
}

Error at(const std::string& place, const Error& error) {
  return invalid_field(place + error.param, "In the price file: " + place + error.message);
}

}  // namespace

Result<PriceTable> PriceTable::parse(std::string_view json) {
  const Result<Json> parsed = parse_json(json);
  if (!parsed)
    return Error{ErrorCode::bad_json, "The price file is not JSON: " + parsed.error().message};
  JsonFields fields(parsed.value());
  const std::string currency = fields.string("currency").value_or("");
  if (currency != "USD") fields.fail("currency", "must be \"USD\"");
  const Json* models = fields.object("models");
  if (models == nullptr) fields.fail("models", "is missing");
  if (fields.error()) return at("", *fields.error());

  PriceTable table;
  for (const auto& [name, value] : models->items()) {
    JsonFields model(value);
    Price price;
    price.input = required_price_in(model, "input_per_million");
    price.cached_input = price_in(model, "cached_input_per_million");
    price.output = required_price_in(model, "output_per_million");
    if (model.error()) return at("models." + name + ".", *model.error());
    table.prices_[name] = price;
  }
  return table;
}

}  // namespace magic
