#include "proxy/providers/unusable_provider.h"

#include <utility>

namespace magic {
namespace {

class UnusableProvider final : public Provider {
 public:
  explicit UnusableProvider(ProviderStatus status) : status_(std::move(status)) {}

  ProviderStatus status() override { return status_; }

  AnswerEnd stream(const Prompt&, AnswerSink&, CancelToken&) override {
    AnswerEnd end;
    end.ending = Ending::upstream_error;
    end.error = Error{ErrorCode::provider_unavailable, status_.reason};
    return end;
  }

 private:
  const ProviderStatus status_;
};

}  // namespace

std::unique_ptr<Provider> make_unusable_provider(ProviderStatus status) {
  return std::make_unique<UnusableProvider>(std::move(status));
}

}  // namespace magic
