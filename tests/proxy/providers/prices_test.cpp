#include "proxy/providers/prices.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>

using namespace magic;
using Catch::Approx;

namespace {

constexpr std::string_view kTable = R"({"currency":"USD","note":"x","models":{
  "gpt-5-mini":{"input_per_million":0.25,"cached_input_per_million":0.025,"output_per_million":2.0},
  "gpt-5-mini-2026-01-01":{"input_per_million":1,"output_per_million":10},
  "ollama/llama3.2":{"input_per_million":0.5,"output_per_million":0},
  "chatgpt/llama3.2":{"input_per_million":5,"output_per_million":0},
  "library/any":{"input_per_million":1,"output_per_million":1}}})";

Usage usage_of(std::int64_t input, std::int64_t output) {
  Usage usage;
  usage.input_tokens = input;
  usage.output_tokens = output;
  return usage;
}

PriceTable table() { return PriceTable::parse(kTable).value(); }

}  // namespace

TEST_CASE("an answer costs its input, its cached input and its output") {
  Usage usage = usage_of(1'000'000, 500'000);
  CHECK(table().cost_usd(ProviderId::chatgpt, "gpt-5-mini", usage).value() == Approx(0.25 + 1.0));
  usage.cached_tokens = 400'000;
  CHECK(table().cost_usd(ProviderId::chatgpt, "gpt-5-mini", usage).value() ==
        Approx(0.6 * 0.25 + 0.4 * 0.025 + 1.0));
  usage.reasoning_tokens = 300'000;  // they are part of the output
  CHECK(table().cost_usd(ProviderId::chatgpt, "gpt-5-mini", usage).value() ==
        Approx(0.6 * 0.25 + 0.4 * 0.025 + 1.0));
}

TEST_CASE("cached tokens cost what others do where no price of their own is given") {
  Usage usage = usage_of(1'000'000, 0);
  usage.cached_tokens = 1'000'000;
  CHECK(table().cost_usd(ProviderId::chatgpt, "gpt-5-mini-2026-01-01", usage).value() ==
        Approx(1.0));
}

TEST_CASE("a dated model costs what its name without the date does, unless it is listed") {
  const Usage usage = usage_of(1'000'000, 0);
  CHECK(table().cost_usd(ProviderId::chatgpt, "gpt-5-mini-2025-08-07", usage).value() ==
        Approx(0.25));
  CHECK(table().cost_usd(ProviderId::chatgpt, "gpt-5-mini-2026-01-01", usage).value() ==
        Approx(1.0));
}

TEST_CASE("a price may be for one provider only") {
  const Usage usage = usage_of(1'000'000, 0);
  CHECK(table().cost_usd(ProviderId::ollama, "llama3.2", usage).value() == Approx(0.5));
  CHECK(table().cost_usd(ProviderId::chatgpt, "llama3.2", usage).value() == Approx(5.0));
  CHECK_FALSE(table().cost_usd(ProviderId::demo, "llama3.2", usage));
  CHECK(table().cost_usd(ProviderId::ollama, "library/any", usage).value() == Approx(1.0));
}

TEST_CASE("what is not known costs nothing that could be shown, never 0") {
  CHECK_FALSE(table().cost_usd(ProviderId::chatgpt, "gpt-5", usage_of(1, 1)));
  CHECK_FALSE(table().cost_usd(ProviderId::chatgpt, "gpt-5-mini", {}));
  Usage half;
  half.input_tokens = 7;
  CHECK_FALSE(table().cost_usd(ProviderId::chatgpt, "gpt-5-mini", half));
  CHECK_FALSE(PriceTable().cost_usd(ProviderId::chatgpt, "gpt-5-mini", usage_of(1, 1)));
}

TEST_CASE("a table that is wrong is refused with the field that is") {
  const auto message = [](std::string_view json) {
    const Result<PriceTable> parsed = PriceTable::parse(json);
    return parsed ? std::string() : parsed.error().message;
  };
  const auto with_model = [](std::string_view model) {
    return R"({"currency":"USD","models":{"m":)" + std::string(model) + "}}";
  };
  const auto says = [&](const std::string& json, std::string_view words) {
    INFO(message(json));
    CHECK(message(json).find(words) != std::string::npos);
  };
  says("nonsense", "not JSON");
  says("[]", "object");
  says(R"({"models":{}})", "currency must be \"USD\"");
  says(R"({"currency":"EUR","models":{}})", "currency must be \"USD\"");
  says(R"({"currency":"USD"})", "models is missing");
  says(R"({"currency":"USD","models":[]})", "models must be an object");
  says(with_model("7"), "models.m");
  says(with_model(R"({"output_per_million":1})"), "models.m.input_per_million is missing");
  says(with_model(R"({"input_per_million":1})"), "models.m.output_per_million is missing");
  says(with_model(R"({"input_per_million":"1","output_per_million":1})"),
       "models.m.input_per_million must be a number");
  says(with_model(R"({"input_per_million":-1,"output_per_million":1})"),
       "models.m.input_per_million must not be negative");
  says(with_model(
           R"({"input_per_million":1,"cached_input_per_million":true,"output_per_million":1})"),
       "models.m.cached_input_per_million must be a number");
  CHECK(PriceTable::parse(R"({"currency":"USD","models":{}})").value().empty());
}

TEST_CASE("the example that is shipped can be read") {
  std::ifstream file(std::string(MAGIC_FIXTURES) + "/../../prices.example.json");
  REQUIRE(file.good());
  const std::string json{std::istreambuf_iterator<char>(file), {}};
  const Result<PriceTable> example = PriceTable::parse(json);
  REQUIRE(example);
  CHECK(example.value().cost_usd(ProviderId::chatgpt, "gpt-5-mini", usage_of(1000, 1000)));
}
