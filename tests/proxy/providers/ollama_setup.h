// The Ollama provider with a scripted server behind it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "proxy/providers/ollama.h"
#include "tests/proxy/providers/asking.h"
#include "tests/proxy/providers/decoding.h"
#include "tests/proxy/providers/test_clock.h"
#include "tests/support/fake_upstream.h"

namespace magic::test {

inline const std::string kVersionRoute = "GET /api/version";
inline const std::string kTagsRoute = "GET /api/tags";
inline const std::string kChatRoute = "POST /api/chat";
inline const std::string kModelsRoute = "GET /v1/models";
inline const std::string kCompletionsRoute = "POST /v1/chat/completions";

inline FakeReply ollama_json(int status, std::string_view body) {
  return {test::send(whole_answer(status, "application/json; charset=utf-8", body))};
}

inline FakeReply ollama_file(int status, const std::string& name) {
  return ollama_json(status, fixture("ollama/" + name));
}

inline FakeReply ollama_lines(const std::string& name, std::size_t piece_bytes = 50) {
  return streamed_answer("application/x-ndjson", fixture("ollama/" + name), piece_bytes);
}

inline FakeReply ollama_events(const std::string& name) {
  return streamed_answer("text/event-stream", fixture("ollama/" + name), 50);
}

struct OllamaSetup {
  explicit OllamaSetup(std::string path = "/v1", int retries = 0) {
    options.base_url = server.url(path);
    options.retries = retries;
    options.retry_base_ms = 2;
    provider = make_ollama_provider(options, clock);
  }

  OllamaSetup& is_ollama() {
    server.on(kVersionRoute, ollama_json(200, R"({"version":"0.13.3"})"));
    server.on(kModelsRoute, ollama_file(200, "models.json"));
    return *this;
  }

  Answer ask(const std::string& message = "Hi") {
    return test::ask(*provider, prompt_of(message, "llama3.2"));
  }

  FakeUpstream server;
  TestClock clock;
  OllamaOptions options;
  std::unique_ptr<Provider> provider;
};

}  // namespace magic::test
