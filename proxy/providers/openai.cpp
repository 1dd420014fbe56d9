#include "proxy/providers/openai.h"

#include <utility>

#include "proxy/providers/answer_attempts.h"
#include "proxy/providers/openai_codec.h"
#include "proxy/providers/openai_models.h"
#include "proxy/providers/unusable_provider.h"

namespace magic {
namespace {

constexpr std::string_view kOpenAiHost = "api.openai.com";
constexpr std::string_view kKeySetting = "OPENAI_API_KEY";
constexpr AnswerFormat kResponses{"responses", make_openai_stream_decoder,
                                  make_openai_whole_decoder};

class OpenAiProvider final : public Provider {
 public:
  OpenAiProvider(OpenAiOptions options, const BaseUrl& base, const Clock& clock)
      : options_(std::move(options)),
        clock_(clock),
        words_(words_for(base, options_.api_key)),
        upstream_(base),
        models_(options_, upstream_, clock) {}

  ProviderStatus status() override {
    return {.id = ProviderId::chatgpt,
            .available = true,
            .reason = "",
            .model = options_.model,
            .window_tokens = options_.window_tokens};
  }

  AnswerEnd stream(const Prompt& prompt, AnswerSink& sink, CancelToken& cancel) override {
    const AnswerSource source{ProviderId::chatgpt, upstream_, words_, clock_};
    UpstreamRequest request = request_for(prompt);
    return answer_with_retries(options_, cancel, [&](std::chrono::milliseconds time_left) {
      set_timeouts(request, options_, time_left);
      return exchange_answer(source, request, prompt, kResponses, sink, cancel);
    });
  }

  std::optional<UpstreamCall> call_for(const Prompt& prompt, std::string_view format) override {
    if (format != kResponses.name) return std::nullopt;
    return upstream_call(upstream_.base(), request_for(prompt), kKeySetting);
  }

  std::vector<ModelInfo> models() override { return models_.get(); }

 private:
  UpstreamRequest request_for(const Prompt& prompt) const {
    const std::string_view effort = options_.reasoning_effort.empty()
                                        ? default_reasoning_effort(prompt.model)
                                        : std::string_view(options_.reasoning_effort);
    UpstreamRequest request;
    request.path = upstream_.base().path + "/responses";
    request.body = openai_request_json(prompt, effort);
    request.api_key = options_.api_key;
    request.request_id = prompt.request_id;
    return request;
  }

  static ProviderWords words_for(const BaseUrl& base, const Secret& api_key) {
    const bool is_openai = base.host == kOpenAiHost;
    return {.name = is_openai ? "OpenAI" : "The server at " + base.origin(),
            .address = base.origin(),
            .key_setting = std::string(kKeySetting),
            .url_setting = "OPENAI_BASE_URL",
            .model_setting = "OPENAI_MODEL",
            .unreachable = is_openai ? "Check this machine's connection to the internet."
                                     : "Start the server there, or check OPENAI_BASE_URL.",
            .no_model = "Check OPENAI_MODEL, and that the key may use it.",
            .secret = api_key};
  }

  const OpenAiOptions options_;
  const Clock& clock_;
  const ProviderWords words_;
  Upstream upstream_;
  OpenAiModels models_;
};

}  // namespace

std::unique_ptr<Provider> make_openai_provider(OpenAiOptions options, const Clock& clock) {
  Result<BaseUrl> base = parse_base_url(options.base_url, "OPENAI_BASE_URL");
  std::string reason;
  if (!base)
    reason = base.error().message;
  else if (options.api_key.empty() && base.value().host == kOpenAiHost)
    reason =
        "ChatGPT needs an API key: put OPENAI_API_KEY in .env and start again. Keys are made at "
        "https://platform.openai.com/api-keys.";
  if (reason.empty())
    return std::make_unique<OpenAiProvider>(std::move(options), base.value(), clock);
  return make_unusable_provider({.id = ProviderId::chatgpt,
                                 .available = false,
                                 .reason = std::move(reason),
                                 .model = std::move(options.model),
                                 .window_tokens = options.window_tokens});
}

}  // namespace magic
