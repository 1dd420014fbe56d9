#include "proxy/providers/unusable_provider.h"

#include <utility>

#include "proxy/providers/answer_exchange.h"

namespace magic {
namespace {

class UnusableProvider final : public Provider {
 public:
  explicit UnusableProvider(ProviderStatus status) : status_(std::move(status)) {}

  ProviderStatus status() override { return status_; }

  AnswerEnd stream(const Prompt&, AnswerSink&, CancelToken&) override {
    return unanswered(status_.id, {ErrorCode::provider_unavailable, status_.reason});
  }

  std::optional<UpstreamCall> call_for(const Prompt&, std::string_view) override {
    return std::nullopt;
  }

  std::vector<ModelInfo> models() override { return {}; }

 private:
  const ProviderStatus status_;
};

}  // namespace

std::unique_ptr<Provider> make_unusable_provider(ProviderStatus status) {
  return std::make_unique<UnusableProvider>(std::move(status));
}

}  // namespace magic
