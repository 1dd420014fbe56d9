// A provider that answers as a test says and records what it was asked.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "proxy/providers/provider.h"

namespace magic {

class ScriptedProvider final : public Provider {
 public:
  using Script = std::function<AnswerEnd(const Prompt&, AnswerSink&, CancelToken&)>;

  ScriptedProvider(ProviderStatus status, Script script)
      : status_(std::move(status)), script_(std::move(script)) {}

  ProviderStatus status() override {
    const std::lock_guard lock(mutex_);
    ++times_asked_;
    return status_;
  }
  int times_asked() const {
    const std::lock_guard lock(mutex_);
    return times_asked_;
  }
  void set_status(ProviderStatus status) {
    const std::lock_guard lock(mutex_);
    status_ = std::move(status);
  }

  AnswerEnd stream(const Prompt& prompt, AnswerSink& sink, CancelToken& cancel) override {
    {
      const std::lock_guard lock(mutex_);
      prompts_.push_back(prompt);
    }
    return script_(prompt, sink, cancel);
  }

  std::optional<UpstreamCall> call_for(const Prompt& prompt, std::string_view format) override {
    if (format != "scripted") return std::nullopt;
    UpstreamCall call;
    call.url = "http://scripted.example/";
    call.body = prompt.model + "|" + prompt.instructions;
    for (const PromptMessage& message : prompt.messages) call.body += "|" + message.text;
    return call;
  }

  std::vector<ModelInfo> models() override {
    const ProviderStatus now = status();
    return {{now.id, now.model, now.window_tokens, true, now.id != ProviderId::chatgpt}};
  }

  std::vector<Prompt> prompts() const {
    const std::lock_guard lock(mutex_);
    return prompts_;
  }

 private:
  mutable std::mutex mutex_;
  ProviderStatus status_;
  Script script_;
  std::vector<Prompt> prompts_;
  int times_asked_ = 0;
};

// Says `pieces` and ends as told.
inline ScriptedProvider::Script says(std::vector<std::string> pieces, AnswerEnd end = {}) {
  return [pieces = std::move(pieces), end](const Prompt&, AnswerSink& sink, CancelToken& cancel) {
    for (const std::string& piece : pieces)
      if (!sink.on_text(piece)) break;
    AnswerEnd result = end;
    if (const auto why = cancel.why()) result.ending = *why;
    return result;
  };
}

// Says `first`, then nothing until it is cancelled: a model that thinks for ever.
inline ScriptedProvider::Script says_then_waits(std::string first) {
  return [first = std::move(first)](const Prompt&, AnswerSink& sink, CancelToken& cancel) {
    if (!first.empty()) sink.on_text(first);
    while (!cancel.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    AnswerEnd end;
    end.ending = *cancel.why();
    return end;
  };
}

}  // namespace magic
