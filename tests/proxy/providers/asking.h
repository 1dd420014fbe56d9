// Asking a provider in a test.
#pragma once

#include <string>
#include <string_view>

#include "proxy/providers/provider.h"
#include "tests/proxy/providers/recording_sink.h"

namespace magic::test {

struct Answer {
  std::string text;
  std::string reasoning;
  AnswerEnd end;
  std::size_t pieces = 0;

  bool says(std::string_view words) const { return text.find(words) != std::string::npos; }
  std::string error() const { return end.error ? end.error->message : ""; }
  bool error_says(std::string_view words) const { return error().find(words) != std::string::npos; }
};

inline Prompt prompt_of(std::string message, std::string model = "gpt-5-mini") {
  Prompt prompt;
  prompt.model = std::move(model);
  prompt.messages = {{Role::user, std::move(message)}};
  prompt.max_output_tokens = 800;
  return prompt;
}

inline Answer ask(Provider& provider, const Prompt& prompt, CancelToken& cancel) {
  RecordingSink sink;
  AnswerEnd end = provider.stream(prompt, sink, cancel);
  return {sink.text, sink.reasoning, end, sink.pieces.size()};
}

inline Answer ask(Provider& provider, const Prompt& prompt) {
  CancelToken cancel;
  return ask(provider, prompt, cancel);
}

}  // namespace magic::test
