// Which provider a model's name means.
#include <catch2/catch_test_macros.hpp>

#include "tests/support/chat_bench.h"

using namespace magic;

TEST_CASE("a model is found by its name, local ones first") {
  ChatBench bench(says({"x"}));
  CHECK(bench.chat->find_model("demo-1").value().provider == ProviderId::demo);
  CHECK(bench.chat->find_model("llama-1").value().provider == ProviderId::ollama);
  CHECK(bench.chat->find_model("gpt-5-nano").value().provider == ProviderId::chatgpt);
  CHECK(bench.chat->find_model("ollama/qwen3").value().model == "qwen3");
  CHECK(bench.chat->find_model("chatgpt/gpt-1").value().provider == ProviderId::chatgpt);
  CHECK(bench.chat->find_model("nothing").error().code == ErrorCode::not_found);
  CHECK(bench.chat->find_model("").error().code == ErrorCode::not_found);
}
