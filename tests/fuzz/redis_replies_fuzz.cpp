// Replies of Redis in shapes that it never sends.
#include "proxy/store/redis_allowances.h"
#include "proxy/store/redis_live_entries.h"
#include "proxy/store/redis_session_info.h"
#include "tests/fuzz/fuzzing.h"

using namespace magic;

namespace {

// A byte says what kind of reply follows; a text goes on until a line feed.
class Replies {
 public:
  explicit Replies(std::string_view bytes) : bytes_(bytes) {}

  RedisReply next(int depth = 0) {
    constexpr int kMaxDepth = 4;
    RedisReply reply;
    if (bytes_.empty()) return reply;
    const auto kind = static_cast<unsigned char>(bytes_.front());
    bytes_.remove_prefix(1);
    reply.kind = static_cast<RedisReply::Kind>(kind % 5);
    reply.text = bytes_.substr(0, bytes_.find('\n'));
    bytes_.remove_prefix(std::min(reply.text.size() + 1, bytes_.size()));
    reply.integer = kind % 2 == 0 ? kind / 10 : -static_cast<std::int64_t>(kind) << 55;
    const int items = reply.kind == RedisReply::Kind::list && depth < kMaxDepth ? kind / 5 % 12 : 0;
    for (int i = 0; i < items; ++i) reply.items.push_back(next(depth + 1));
    return reply;
  }

 private:
  std::string_view bytes_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Replies replies(fuzz::text_of(data, size));
  const RedisReply first = replies.next();
  const RedisReply second = replies.next();
  const RedisReply third = replies.next();
  for (const StreamEntry& entry : entries_from(first)) {
    live_event_from(entry);
    fuzz::must(live_event_id_from(text_of(entry.id)) == entry.id, "an id reads as it was written");
    fuzz::must(id_before(entry.id) <= entry.id, "an id is not below the one before it");
  }
  if (const auto allowances = allowances_from(second, 1)) {
    const Allowance& allowance = allowances->front();
    fuzz::must(allowance.refused <= Allowance::Refused::tokens, "a refusal is of a known kind");
    fuzz::must(allowance.wait_ms >= 0 && allowance.turns_left >= 0 && allowance.tokens_left >= 0,
               "nobody has less than nothing");
  }
  number_in(first);
  seconds_left(third);
  is_whole(first, second, third);
  static_cast<void>(info_in("session-1", first, second, third));
  return 0;
}
