#include "proxy/providers/demo.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "proxy/providers/chat_completions_codec.h"
#include "proxy/providers/demo_answers.h"
#include "proxy/providers/pause.h"
#include "shared/token_estimate.h"
#include "shared/utf8.h"

namespace magic {
namespace {

constexpr std::string_view kModel = "demo";
constexpr int kWindowTokens = 32768;
constexpr std::string_view kFormat = "chat_completions";

// A word with the space after it; of a script without spaces, a few characters.
std::string_view next_piece(std::string_view text) {
  constexpr std::size_t kMaxPieceBytes = 12;
  const std::size_t space = text.find_first_of(" \n");
  if (space != std::string_view::npos && space < kMaxPieceBytes) return text.substr(0, space + 1);
  return utf8_prefix(text, kMaxPieceBytes);
}

// The longest prefix of whole characters within the limit; 0: no limit.
std::string_view within_tokens(std::string_view text, int max_tokens) {
  if (max_tokens <= 0 || estimate_tokens(text) <= max_tokens) return text;
  // The estimate never falls as the text grows, so the limit can be searched for.
  std::size_t low = 0, high = text.size();
  while (low < high) {
    const std::size_t middle = (low + high + 1) / 2;
    if (estimate_tokens(text.substr(0, middle)) <= max_tokens)
      low = middle;
    else
      high = middle - 1;
  }
  return utf8_prefix(text, low);
}

class DemoProvider final : public Provider {
 public:
  explicit DemoProvider(DemoOptions options) : options_(std::move(options)) {}

  ProviderStatus status() override {
    return {.id = ProviderId::demo,
            .available = true,
            .reason = "",
            .model = std::string(kModel),
            .window_tokens = kWindowTokens};
  }

  AnswerEnd stream(const Prompt& prompt, AnswerSink& sink, CancelToken& cancel) override {
    const std::string answer = demo_answer(prompt);
    const std::string_view text = within_tokens(answer, prompt.max_output_tokens);
    std::string_view rest = text;
    AnswerEnd end;
    end.ending = text.size() < answer.size() ? Ending::length : Ending::completed;
    end.model = kModel;
    end.trace = trace_of(prompt);

    Pause pause(cancel);
    while (!rest.empty()) {
      if (const std::optional<Ending> why = cancel.why()) {
        end.ending = *why;
        break;
      }
      const std::string_view piece = prompt.stream ? next_piece(rest) : rest;
      rest.remove_prefix(piece.size());
      if (!sink.on_text(piece)) {
        end.ending = cancel.why().value_or(Ending::disconnected);
        break;
      }
      if (!rest.empty()) pause.wait(std::chrono::milliseconds(options_.piece_delay_ms));
    }
    end.usage = usage_of(prompt, text.substr(0, text.size() - rest.size()));
    return end;
  }

  std::optional<UpstreamCall> call_for(const Prompt& prompt, std::string_view format) override {
    if (format != kFormat) return std::nullopt;
    return UpstreamCall{.method = "POST",
                        .url = url(),
                        .headers = {{"Content-Type", "application/json"}},
                        .body = chat_completions_request_json(prompt)};
  }

  std::vector<ModelInfo> models() override {
    return {{.provider = ProviderId::demo,
             .name = std::string(kModel),
             .window_tokens = kWindowTokens,
             .is_default = true,
             .is_local = true}};
  }

 private:
  std::string url() const { return options_.api_url + "/v1/chat/completions"; }

  // Nothing is sent anywhere, so there is no status and no first byte.
  UpstreamTrace trace_of(const Prompt& prompt) const {
    const std::string body = chat_completions_request_json(prompt);
    UpstreamTrace trace;
    trace.format = kFormat;
    trace.url = url();
    trace.body_bytes = static_cast<std::int64_t>(body.size());
    trace.body_hash = text_hash(body);
    trace.attempts.emplace_back().provider = ProviderId::demo;
    return trace;
  }

  static Usage usage_of(const Prompt& prompt, std::string_view answer) {
    int input = prompt.instructions.empty() ? 0 : estimate_message_tokens(prompt.instructions);
    for (const PromptMessage& message : prompt.messages)
      input += estimate_message_tokens(message.text);
    Usage usage;
    usage.input_tokens = input;
    usage.output_tokens = estimate_tokens(answer);
    return usage;
  }

  const DemoOptions options_;
};

}  // namespace

std::unique_ptr<Provider> make_demo_provider(DemoOptions options) {
  return std::make_unique<DemoProvider>(std::move(options));
}

}  // namespace magic
