#include "proxy/providers/openai.h"

#include <optional>
#include <utility>

#include "proxy/providers/answer_exchange.h"
#include "proxy/providers/openai_codec.h"

namespace magic {
namespace {

constexpr std::string_view kOpenAiHost = "api.openai.com";

class OpenAiProvider final : public Provider {
 public:
  OpenAiProvider(OpenAiOptions options, const Clock& clock)
      : options_(std::move(options)), clock_(clock) {
    Result<BaseUrl> base = parse_base_url(options_.base_url, "OPENAI_BASE_URL");
    if (!base) {
      unusable_ = base.error().message;
      return;
    }
    base_ = base.value();
    if (options_.api_key.empty() && base_.host == kOpenAiHost)
      unusable_ =
          "ChatGPT needs an API key: put OPENAI_API_KEY in .env and start again. Keys are made at "
          "https://platform.openai.com/api-keys.";
    upstream_.emplace(base_);
    words_ = {.name = base_.host == kOpenAiHost ? "OpenAI" : "The server at " + base_.origin(),
              .address = base_.origin(),
              .key_setting = "OPENAI_API_KEY",
              .url_setting = "OPENAI_BASE_URL",
              .model_setting = "OPENAI_MODEL",
              .unreachable = base_.host == kOpenAiHost
                                 ? "Check this machine's connection to the internet."
                                 : "Start the server there, or check OPENAI_BASE_URL.",
              .no_model = "Check OPENAI_MODEL, and that the key may use it.",
              .secret = options_.api_key};
  }

  ProviderStatus status() override {
    return {.id = ProviderId::chatgpt,
            .available = unusable_.empty(),
            .reason = unusable_,
            .model = options_.model,
            .window_tokens = options_.window_tokens};
  }

  AnswerEnd stream(const Prompt& prompt, AnswerSink& sink, CancelToken& cancel) override {
    if (!unusable_.empty()) {
      AnswerEnd end;
      end.ending = Ending::upstream_error;
      end.error = Error{ErrorCode::provider_unavailable, unusable_};
      return end;
    }
    const std::string_view effort = options_.reasoning_effort.empty()
                                        ? default_reasoning_effort(prompt.model)
                                        : std::string_view(options_.reasoning_effort);
    const UpstreamRequest request{
        .path = base_.path + "/responses",
        .body = openai_request_json(prompt, effort),
        .api_key = options_.api_key,
        .silence_timeout = std::chrono::seconds(options_.silence_timeout_seconds)};
    constexpr AnswerFormat kFormat{make_openai_stream_decoder, make_openai_whole_decoder};
    return exchange_answer(*upstream_, request, prompt, kFormat, words_, clock_, sink, cancel)
        .answer;
  }

 private:
  const OpenAiOptions options_;
  const Clock& clock_;
  std::string unusable_;  // why nothing can be asked; empty: all is well
  BaseUrl base_;
  ProviderWords words_;
  std::optional<Upstream> upstream_;
};

}  // namespace

std::unique_ptr<Provider> make_openai_provider(OpenAiOptions options, const Clock& clock) {
  return std::make_unique<OpenAiProvider>(std::move(options), clock);
}

}  // namespace magic
