#include "proxy/providers/upstream_get.h"

#include <algorithm>
#include <utility>

#include "proxy/providers/error_mapping.h"

namespace magic {
namespace {

using std::chrono::milliseconds;

class BodyReceiver final : public UpstreamReceiver {
 public:
  explicit BodyReceiver(SmallAnswer& answer) : answer_(answer) {}
  void on_head(const UpstreamHead& head) override { answer_.status = head.status; }
  Want on_body(std::string_view bytes) override {
    constexpr std::size_t kMaxBytes = 1024 * 1024;
    if (answer_.body.size() + bytes.size() > kMaxBytes) return Want::hang_up;
    answer_.body += bytes;
    return Want::more;
  }

 private:
  SmallAnswer& answer_;
};

}  // namespace

SmallQuestions::SmallQuestions(Upstream& upstream, const Secret& api_key, CancelToken& cancel)
    : upstream_(upstream),
      api_key_(api_key),
      cancel_(cancel),
      until_(std::chrono::steady_clock::now() + kTogether) {}

SmallAnswer SmallQuestions::get(const std::string& path) const {
  const auto left =
      std::chrono::duration_cast<milliseconds>(until_ - std::chrono::steady_clock::now());
  const milliseconds limit = std::clamp(left, milliseconds(1), kEach);
  UpstreamRequest request;
  request.path = path;
  request.api_key = api_key_;
  // A machine that is off is told from one that is busy by which of the two comes first.
  request.connect_timeout = limit * 9 / 10;
  request.silence_timeout = limit;
  request.total_timeout = limit;
  SmallAnswer answer;
  BodyReceiver receiver(answer);
  answer.end = upstream_.send(request, receiver, cancel_);
  answer.body = redacted(std::move(answer.body), api_key_);
  return answer;
}

}  // namespace magic
