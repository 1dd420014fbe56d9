#include "proxy/openai_face/models_face.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/proxy/openai_face/fake_face_chat.h"

using namespace magic;
using namespace magic::test;

TEST_CASE("models are listed under names that mean them, with the provider's where needed") {
  FakeFaceChat chat;
  chat.offered = {{ProviderId::demo, "demo", 4096, true, true},
                  {ProviderId::ollama, "llama3.2:3b", 4096, true, true},
                  {ProviderId::chatgpt, "llama3.2:3b", 4096, true, false},
                  {ProviderId::ollama, "demo", 4096, false, true}};
  CHECK(models_json(chat) ==
        R"({"object":"list","data":[)"
        R"({"id":"demo","object":"model","created":0,"owned_by":"memory-magic"},)"
        R"({"id":"llama3.2:3b","object":"model","created":0,"owned_by":"ollama"},)"
        R"({"id":"chatgpt/llama3.2:3b","object":"model","created":0,"owned_by":"openai"},)"
        R"({"id":"ollama/demo","object":"model","created":0,"owned_by":"ollama"}]})");
}

TEST_CASE("one model is described under the name it was asked for by") {
  FakeFaceChat chat;
  chat.offered = {{ProviderId::ollama, "hf.co/owner/model:Q4", 4096, true, true}};
  const Result<std::string> found = model_json(chat, "ollama/hf.co/owner/model:Q4");
  REQUIRE(found.ok());
  CHECK(found.value() ==
        R"({"id":"ollama/hf.co/owner/model:Q4","object":"model","created":0,"owned_by":"ollama"})");

  const Result<std::string> missing = model_json(chat, "nothing");
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().code == ErrorCode::not_found);
  CHECK(missing.error().param == "model");
}
