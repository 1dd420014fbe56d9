#include "proxy/store/redis_live_hub.h"

#include <chrono>
#include <map>
#include <utility>
#include <variant>

#include "proxy/store/redis_client.h"
#include "proxy/store/redis_errors.h"
#include "proxy/store/redis_sentinel.h"

namespace magic {
namespace {

constexpr int kConnectMs = 1000;
constexpr int kAnswerMs = 750;  // together with a block, what shows that Redis is away
constexpr int kBlockMs = 250;
constexpr auto kReconnectPause = std::chrono::milliseconds(250);
constexpr int kLookEveryMs = 1000;
constexpr std::size_t kPage = 512;  // entries of one stream in one go

// What was asked for shortly before the first connection still counts: a turn may be under way.
constexpr std::uint64_t kCancelGraceMs = 5000;

std::string session_key(const std::string& session_id, std::string_view part) {
  return "chat:session:{" + session_id + "}:" + std::string(part);
}

}  // namespace

RedisLiveHub::RedisLiveHub(RedisOptions options)
    : options_(std::move(options)), thread_([this] { run(); }) {}

RedisLiveHub::~RedisLiveHub() {
  {
    const Lock lock(mutex_);
    is_ending_ = true;
  }
  ending_.notify_all();
  thread_.join();
}

void RedisLiveHub::on_cancel(LiveFeed::OnCancel handler) {
  const Lock lock(mutex_);
  on_cancel_ = std::move(handler);
}

std::optional<std::int64_t> RedisLiveHub::connection_id() const {
  const Lock lock(mutex_);
  return connection_id_;
}

void RedisLiveHub::set_connection_id(std::optional<std::int64_t> id) {
  const Lock lock(mutex_);
  connection_id_ = id;
}

bool RedisLiveHub::is_ending() const {
  const Lock lock(mutex_);
  return is_ending_;
}

void RedisLiveHub::run() {
  while (!is_ending()) {
    Status status = success();
    if (!connection_) {
      status = connect();
      if (status.ok()) status = look_at_streams();
      if (status.ok()) watches_.set_away(std::nullopt);
    }
    if (status.ok() && next_look_.passed()) status = look_for_ends();
    if (status.ok()) status = read();
    if (status.ok()) continue;

    connection_.reset();
    set_connection_id(std::nullopt);
    watches_.set_away(status.error());
    Lock lock(mutex_);
    ending_.wait_for(lock.waits(), kReconnectPause,
                     [this]() MAGIC_REQUIRES(mutex_) { return is_ending_; });
  }
}

RedisLiveHub::Replies RedisLiveHub::ask(const std::vector<RedisCommand>& commands, int timeout_ms) {
  Replies replies = ask_for_any(commands, timeout_ms);
  if (!replies) return replies;
  if (const RedisReply* error = first_error(replies.value()))
    return redis_refused(options_, error->text);
  return replies;
}

RedisLiveHub::Replies RedisLiveHub::ask_for_any(const std::vector<RedisCommand>& commands,
                                                int timeout_ms) {
  RedisAnswer answer = connection_->run(commands, Deadline::in_ms(timeout_ms));
  if (const auto* silence = std::get_if<RedisSilence>(&answer))
    return redis_silent(options_, *silence);
  return std::move(std::get<std::vector<RedisReply>>(answer));
}

Status RedisLiveHub::connect() {
  const int for_sentinels = kSentinelMs * static_cast<int>(options_.sentinels.size());
  Result<std::unique_ptr<RedisConnection>> opened =
      open_redis(options_, Deadline::in_ms(kConnectMs + for_sentinels));
  if (!opened) return opened.error();
  connection_ = std::move(opened).value();

  const Replies replies = ask({{"CLIENT", "ID"}, {"TIME"}}, kAnswerMs);
  if (!replies) return replies.error();
  const std::vector<RedisReply>& time = replies.value()[1].items;
  if (time.size() != 2) return redis_unexpected(options_);
  set_connection_id(replies.value()[0].integer);
  if (!last_cancel_) {
    const std::optional<LiveEventId> seconds = live_event_id_from(time[0].text);
    if (!seconds) return redis_unexpected(options_);
    last_cancel_ = LiveEventId{seconds->ms * 1000 - kCancelGraceMs, 0};
  }
  return success();
}

// Redis may have been away for so long that what was read last is not kept any more, or it has come
// back without its data; or there is something else under a session's key.
Status RedisLiveHub::look_at_streams() {
  const std::vector<LiveWatches::Reading> readings = watches_.readings();
  std::vector<RedisCommand> commands;
  for (const LiveWatches::Reading& reading : readings) {
    const std::string id = text_of(reading.place.after);
    commands.push_back({"XRANGE", events_key(reading.session_id), id, id});
  }
  const Replies replies = ask_for_any(commands, kAnswerMs);
  if (!replies) return replies.error();
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const RedisReply& reply = replies.value()[i];
    if (reply.is_error()) {
      const Error error = redis_refused(options_, reply.text);
      if (!reply.text.starts_with("WRONGTYPE")) return error;
      watches_.drop(readings[i].session_id, error);
    } else if (readings[i].place.is_entry && reply.items.empty()) {
      watches_.lost(readings[i]);
    }
  }
  return success();
}

Status RedisLiveHub::look_for_ends() {
  next_look_ = Deadline::in_ms(kLookEveryMs);
  const std::vector<LiveWatches::Reading> watched = watches_.readings();
  std::vector<RedisCommand> commands;
  for (const LiveWatches::Reading& reading : watched) {
    commands.push_back({"EXISTS", session_key(reading.session_id, "meta")});
    commands.push_back({"EXISTS", session_key(reading.session_id, "messages")});
  }
  const Replies replies = ask(commands, kAnswerMs);
  if (!replies) return replies.error();
  for (std::size_t i = 0; i < watched.size(); ++i)
    watches_.look(watched[i].session_id,
                  {replies.value()[2 * i].integer != 0, replies.value()[2 * i + 1].integer != 0});
  return success();
}

Status RedisLiveHub::read() {
  const std::vector<LiveWatches::Reading> readings = watches_.readings();
  RedisCommand command{
      "XREAD",   "COUNT",    std::to_string(kPage), "BLOCK", std::to_string(kBlockMs),
      "STREAMS", kCancelsKey};
  for (const LiveWatches::Reading& reading : readings)
    command.push_back(events_key(reading.session_id));
  command.push_back(text_of(*last_cancel_));
  for (const LiveWatches::Reading& reading : readings)
    command.push_back(text_of(reading.place.after));

  const Replies replies = ask_for_any({std::move(command)}, kBlockMs + kAnswerMs);
  if (!replies) return replies.error();
  if (const RedisReply* const error = first_error(replies.value())) {
    // One key that is something else makes Redis refuse to read any of them.
    if (const Status looked = look_at_streams(); !looked) return looked;
    const bool has_dropped = watches_.readings().size() < readings.size();
    return has_dropped ? success() : Status(redis_refused(options_, error->text));
  }
  std::map<std::string, const RedisReply*> found;  // entries by key
  for (const RedisReply& stream : replies.value().front().items)
    if (stream.items.size() == 2) found[stream.items[0].text] = &stream.items[1];

  if (const auto cancels = found.find(kCancelsKey); cancels != found.end())
    pass_on_cancels(*cancels->second);
  for (const LiveWatches::Reading& reading : readings) {
    const auto stream = found.find(events_key(reading.session_id));
    const std::vector<StreamEntry> entries =
        stream == found.end() ? std::vector<StreamEntry>{} : entries_from(*stream->second);
    watches_.read(reading, entries, entries.size() < kPage);
  }
  return success();
}

void RedisLiveHub::pass_on_cancels(const RedisReply& list) {
  LiveFeed::OnCancel handler;
  {
    const Lock lock(mutex_);
    handler = on_cancel_;
  }
  for (const StreamEntry& entry : entries_from(list)) {
    last_cancel_ = entry.id;
    const std::string* const session = entry.field("session");
    const std::string* const turn = entry.field("turn");
    if (handler && session != nullptr && turn != nullptr) handler(*session, *turn);
  }
}

}  // namespace magic
