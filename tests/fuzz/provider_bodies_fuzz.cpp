// What a provider answers to small questions, its refusals, and the table of prices.
#include "proxy/providers/chat_completions_codec.h"
#include "proxy/providers/error_mapping.h"
#include "proxy/providers/ollama_codec.h"
#include "proxy/providers/prices.h"
#include "shared/utf8.h"
#include "tests/fuzz/fuzzing.h"

using namespace magic;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = fuzz::text_of(data, size);
  is_ollama_version(body);
  ollama_models_from_json(body);
  model_ids_from_json(body);
  static_cast<void>(PriceTable::parse(body));
  const ProviderWords words{.name = "OpenAI", .secret = Secret("sk-key-1")};
  const Error error = error_from_refusal(words, "model", 400, problem_from_body(body), 0);
  fuzz::must(is_valid_utf8(error.message), "an error is UTF-8");
  fuzz::must(error.message.find("sk-key-1") == std::string::npos, "the key is in no error");
  const int seconds = retry_after_seconds(body, "", 1'764'000'000'000);
  fuzz::must(seconds >= 0, "a wait is not negative");
  return 0;
}
