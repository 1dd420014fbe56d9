// The OpenAI provider with a scripted server behind it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "proxy/providers/openai.h"
#include "tests/proxy/providers/asking.h"
#include "tests/proxy/providers/decoding.h"
#include "tests/proxy/providers/test_clock.h"
#include "tests/support/fake_upstream.h"

namespace magic::test {

inline const std::string kResponsesRoute = "POST /v1/responses";
inline const std::string kOpenAiKey = "sk-test-SECRET-0123456789";
inline const std::string kOpenAiText = "Your name is 小明. 👩‍💻";

inline OpenAiOptions asked_once() {
  OpenAiOptions options;
  options.retries = 0;
  return options;
}

inline OpenAiOptions retried_soon() {
  OpenAiOptions options;
  options.retry_base_ms = 2;
  return options;
}

struct OpenAiSetup {
  explicit OpenAiSetup(FakeReply reply = {}, OpenAiOptions options = asked_once()) {
    if (!reply.empty()) server.on(kResponsesRoute, std::move(reply));
    options.base_url = server.url("/v1");
    if (options.api_key.empty()) options.api_key = Secret(kOpenAiKey);
    provider = make_openai_provider(std::move(options), clock);
  }

  Answer ask(const std::string& message = "Hi") { return test::ask(*provider, prompt_of(message)); }

  FakeUpstream server;
  TestClock clock;
  std::unique_ptr<Provider> provider;
};

inline FakeReply openai_refusal(int status, const std::string& name,
                                std::string_view headers = "") {
  const std::string type =
      name.ends_with(".html") ? "text/html; charset=UTF-8" : "application/json";
  return {test::send(whole_answer(status, type, fixture("openai/" + name), headers))};
}

inline FakeReply openai_stream(const std::string& name, std::size_t piece_bytes = 100) {
  return streamed_answer("text/event-stream; charset=utf-8", fixture("openai/" + name),
                         piece_bytes);
}

}  // namespace magic::test
