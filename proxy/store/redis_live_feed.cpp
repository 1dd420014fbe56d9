#include "proxy/store/redis_live_feed.h"

#include <charconv>
#include <utility>

#include "proxy/store/piece_publisher.h"
#include "proxy/store/redis_client.h"
#include "proxy/store/redis_live_entries.h"
#include "proxy/store/redis_live_hub.h"

namespace magic {
namespace {

// Requests to cancel: more than any proxy can be behind with, and gone soon.
constexpr char kMostCancels[] = "1000";
constexpr char kCancelLifeSeconds[] = "60";
constexpr int kNudgeMs = 100;

class RedisLiveFeed final : public LiveFeed {
 public:
  explicit RedisLiveFeed(std::shared_ptr<RedisClient> redis)
      : redis_(std::move(redis)), publisher_(client_), hub_(client_.options()) {}

  void publish_piece(const std::string& session_id, const std::string& turn_id, int attempt,
                     LiveEvent::Kind kind, std::string_view text) override {
    publisher_.add({session_id, turn_id, attempt}, kind, text);
  }
  void end_pieces(const std::string& session_id, const std::string& turn_id, int attempt) override {
    publisher_.end({session_id, turn_id, attempt});
  }

  Result<std::unique_ptr<Subscription>> subscribe(const std::string& session_id,
                                                  const std::optional<std::string>& after) override;

  Result<std::vector<LiveEvent>> pieces_of(const std::string& session_id,
                                           const std::string& turn_id) override;
  Status request_cancel(const std::string& session_id, const std::string& turn_id) override;
  void on_cancel(OnCancel handler) override { hub_.on_cancel(std::move(handler)); }

 private:
  void nudge_hub();

  const std::shared_ptr<RedisClient> redis_;
  RedisClient& client_ = *redis_;
  PiecePublisher publisher_;
  RedisLiveHub hub_;
};

std::optional<LiveEventId> id_of_first(const RedisReply& list) {
  const std::vector<StreamEntry> entries = entries_from(list);
  return entries.empty() ? std::nullopt : std::optional(entries.front().id);
}

// Where the turns begin that are under way; nullopt: none is. `fields`: open, open_from.
std::optional<StreamPlace> place_of_running(const std::vector<RedisReply>& fields) {
  if (fields.size() != 2) return std::nullopt;
  int open = 0;
  const std::string& count = fields[0].text;
  std::from_chars(count.data(), count.data() + count.size(), open);
  const std::optional<LiveEventId> from = live_event_id_from(fields[1].text);
  if (open <= 0 || !from) return std::nullopt;
  return StreamPlace{id_before(*from)};
}

// All reading is the hub's; here only the place to begin at is found.
Result<std::unique_ptr<LiveFeed::Subscription>> RedisLiveFeed::subscribe(
    const std::string& session_id, const std::optional<std::string>& after) {
  const std::string events = events_key(session_id);
  const std::string meta = "chat:session:{" + session_id + "}:meta";
  const std::optional<LiveEventId> known = after ? live_event_id_from(*after) : std::nullopt;
  // The newest entry is asked for before the running turns: one that begins in between is seen.
  const RedisCommand look = known ? RedisCommand{"XRANGE", events, text_of(*known), text_of(*known)}
                                  : RedisCommand{"XREVRANGE", events, "+", "-", "COUNT", "1"};
  const RedisClient::Replies done =
      client_.run({look,
                   {"HMGET", meta, "open", "open_from"},
                   {"EXISTS", meta},
                   {"EXISTS", "chat:session:{" + session_id + "}:messages"}},
                  Repeat::harmless, client_.call_deadline());
  if (!done) return done.error();
  if (const RedisReply* error = first_error(done.value())) return client_.refused(*error);
  const std::vector<RedisReply>& replies = done.value();

  const auto mailbox = std::make_shared<LiveMailbox>();
  const std::optional<LiveEventId> found = id_of_first(replies[0]);
  StreamPlace place;
  if (after && (!known || !found)) {
    mailbox->put({.kind = LiveEvent::Kind::missed});
  } else {
    if (found) place = {*found, true};
    if (!after) place = place_of_running(replies[1].items).value_or(place);
  }
  hub_.watches().join(session_id, mailbox, place,
                      {replies[2].integer != 0, replies[3].integer != 0});
  nudge_hub();
  return make_subscription(mailbox);
}

// So that it looks at the new watcher now, and not when its present wait is over. When this comes to
// nothing, it is only a little later.
void RedisLiveFeed::nudge_hub() {
  const std::optional<std::int64_t> id = hub_.connection_id();
  if (!id) return;
  static_cast<void>(client_.run({{"CLIENT", "UNBLOCK", std::to_string(*id)}}, Repeat::harmless,
                                Deadline::in_ms(kNudgeMs)));
}

Result<std::vector<LiveEvent>> RedisLiveFeed::pieces_of(const std::string& session_id,
                                                        const std::string& turn_id) {
  const RedisClient::Replies done = client_.run({{"XRANGE", events_key(session_id), "-", "+"}},
                                                Repeat::harmless, client_.call_deadline());
  if (!done) return done.error();
  if (const RedisReply* error = first_error(done.value())) return client_.refused(*error);
  std::vector<LiveEvent> pieces;
  for (const StreamEntry& entry : entries_from(done.value().front())) {
    std::optional<LiveEvent> event = live_event_from(entry);
    if (event && is_piece_of(*event, turn_id)) pieces.push_back(std::move(*event));
  }
  return pieces;
}

Status RedisLiveFeed::request_cancel(const std::string& session_id, const std::string& turn_id) {
  const RedisClient::Replies done = client_.run({{"XADD", kCancelsKey, "MAXLEN", "~", kMostCancels,
                                                  "*", "session", session_id, "turn", turn_id},
                                                 {"EXPIRE", kCancelsKey, kCancelLifeSeconds}},
                                                Repeat::harmless, client_.call_deadline());
  if (!done) return done.error();
  if (const RedisReply* error = first_error(done.value())) return client_.refused(*error);
  return success();
}

}  // namespace

std::unique_ptr<LiveFeed> make_redis_live_feed(std::shared_ptr<RedisClient> redis) {
  return std::make_unique<RedisLiveFeed>(std::move(redis));
}

}  // namespace magic
