// Keys of session ID (the braces are literal: both keys are in one slot of a Redis Cluster):
//
//   chat:session:{ID}:messages  string  the log: each message APPENDed as a line of JSON
//   chat:session:{ID}:meta      hash    messages: how many there are
//
// `redis-cli --raw GET 'chat:session:{ID}:messages'` shows the conversation.
//
// Why a string: APPEND costs the same however long the log is and returns its new length, from
// which the message's id follows (message_log.h) without a script or a second round trip; GETRANGE
// reads the newest part, or a page from an id on, without touching the rest. A list needs an
// element per message and several times as long for a window of many. A line's place never
// changes, so marks (pinned, excluded) can be hash fields named by id, and a deleted message can be
// overwritten with blanks in place (SETRANGE), which readers skip.
//
// What holds:
// - Log and count change in one MULTI/EXEC, sent in one piece, for any number of proxies; the order
//   of the log is the order in which Redis accepted. Both keys' time to live starts anew with it.
// - The meta key outlives the log a little. So a log always has its count, and what an expired (or
//   evicted) log left behind is taken off by the append that creates the next one.
// - Reading is repeated once when a pooled connection proves dead, e.g. after a restart of Redis;
//   an append only if its EXEC never left this machine. An append whose answer was lost is NOT
//   repeated: it may be in the log, and would be there twice. Its error says so and is not
//   retryable. After a time-out Redis may carry it out even later.
// - One call takes at most connect_timeout_ms + command_timeout_ms, waiting for a connection
//   included.
#include "proxy/store/redis_store.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "proxy/store/message_log.h"
#include "proxy/store/redis_errors.h"
#include "proxy/store/redis_pool.h"

namespace magic {
namespace {

// By how much the meta key outlives the log.
constexpr int kMetaExtraSeconds = 60;
constexpr int kPingMs = 900;

// Redis' own limit of a string; also keeps offsets far from overflow.
constexpr std::size_t kMaxLogBytes = std::size_t{512} * 1024 * 1024;
// How much a page is read in one go, when it is full, and when we stop looking for the end of a
// line (or, backwards, for its beginning): nothing that long was written by us.
constexpr std::size_t kPieceBytes = std::size_t{256} * 1024;
constexpr std::size_t kFullPageBytes = std::size_t{4} * 1024 * 1024;
constexpr std::size_t kHopelessBytes = std::size_t{32} * 1024 * 1024;

std::string key(const std::string& session_id, std::string_view part) {
  return "chat:session:{" + session_id + "}:" + std::string(part);
}
std::string log_key(const std::string& session_id) { return key(session_id, "messages"); }
std::string meta_key(const std::string& session_id) { return key(session_id, "meta"); }

const RedisReply* first_error(const std::vector<RedisReply>& replies) {
  const auto it = std::find_if(replies.begin(), replies.end(),
                               [](const RedisReply& reply) { return reply.is_error(); });
  return it == replies.end() ? nullptr : &*it;
}

// A part of a log and what else is known of the session at that moment.
struct LogView {
  std::string bytes;
  std::uint64_t log_bytes = 0;
  std::int64_t message_count = 0;
  std::int64_t ttl_seconds = 0;
};

// Whether a command may be carried out twice without harm.
enum class Repeat { harmless, harmful };

class RedisStore final : public SessionStore {
 public:
  explicit RedisStore(RedisOptions options) : options_(std::move(options)), pool_(options_) {}

  Result<Appended> append(const std::string& session_id, const Message& message) override;
  Result<Tail> read_tail(const std::string& session_id, std::size_t max_bytes) override;
  Result<MessagePage> read_page(const std::string& session_id,
                                const std::optional<std::string>& after, int limit) override;
  Status clear(const std::string& session_id) override;
  Status ping() override;

 private:
  using Replies = Result<std::vector<RedisReply>>;

  Deadline call_deadline() const {
    return Deadline::in_ms(options_.connect_timeout_ms + options_.command_timeout_ms);
  }

  // One reply to each command; an error among them is the caller's to judge.
  Replies run(const std::vector<RedisCommand>& commands, Repeat repeat, const Deadline& deadline);
  // The same between MULTI and EXEC. What Redis refuses to queue is an error, and nothing is done.
  Replies run_as_one(std::vector<RedisCommand> commands, Repeat repeat, const Deadline& deadline);

  void correct_count(const std::string& session_id, std::int64_t by, const Deadline& deadline);

  // `first` and `last` as GETRANGE takes them: byte offsets, inclusive, negative from the end.
  Result<LogView> view(const std::string& session_id, std::int64_t first, std::int64_t last,
                       const Deadline& deadline);
  Result<std::string> log_bytes(const std::string& session_id, std::uint64_t first,
                                std::uint64_t count, const Deadline& deadline);

  Error refused(const RedisReply& error) const { return redis_refused(options_, error.text); }

  const RedisOptions options_;
  RedisPool pool_;
};

// ---- talking to Redis --------------------------------------------------------------------------

RedisStore::Replies RedisStore::run(const std::vector<RedisCommand>& commands, Repeat repeat,
                                    const Deadline& deadline) {
  for (;;) {
    Result<RedisPool::Lease> borrowed = pool_.borrow(deadline);
    if (!borrowed) return borrowed.error();
    RedisPool::Lease lease = std::move(borrowed).value();

    RedisAnswer answer = lease->run(commands, deadline.or_in_ms(options_.command_timeout_ms));
    if (auto* replies = std::get_if<std::vector<RedisReply>>(&answer)) {
      // Some errors are about the connection (READONLY: it leads to what was the primary before a
      // failover). They are rare enough to take a new one after any.
      if (first_error(*replies) == nullptr) lease.give_back();
      return std::move(*replies);
    }

    const RedisSilence& silence = std::get<RedisSilence>(answer);
    pool_.close_idle();
    const bool was_stale = lease.used_before() && silence.kind == RedisSilence::Kind::closed;
    const bool may_repeat = repeat == Repeat::harmless || !silence.maybe_carried_out;
    if (!was_stale || !may_repeat)
      return repeat == Repeat::harmless ? redis_silent(options_, silence)
                                        : redis_silent_append(options_, silence);
  }
}

RedisStore::Replies RedisStore::run_as_one(std::vector<RedisCommand> commands, Repeat repeat,
                                           const Deadline& deadline) {
  commands.insert(commands.begin(), RedisCommand{"MULTI"});
  commands.push_back({"EXEC"});
  Replies replies = run(commands, repeat, deadline);
  if (!replies) return replies;
  // The first one is the cause; EXEC then only says that there was one.
  if (const RedisReply* error = first_error(replies.value())) return refused(*error);
  RedisReply& done = replies.value().back();
  if (done.items.size() != commands.size() - 2) return redis_unexpected(options_);
  return std::move(done.items);
}

// ---- writing -----------------------------------------------------------------------------------

Result<Appended> RedisStore::append(const std::string& session_id, const Message& message) {
  const Deadline deadline = call_deadline();
  const std::string line = log_line(message);
  const std::string log = log_key(session_id);
  const std::string meta = meta_key(session_id);
  const std::int64_t ttl = options_.session_ttl_seconds;
  const Replies done = run_as_one({{"APPEND", log, line},
                                   {"HINCRBY", meta, "messages", "1"},
                                   {"EXPIRE", log, std::to_string(ttl)},
                                   {"EXPIRE", meta, std::to_string(ttl + kMetaExtraSeconds)}},
                                  Repeat::harmful, deadline);
  if (!done) return done.error();

  const RedisReply& appended = done.value()[0];
  const RedisReply& counted = done.value()[1];
  if (appended.is_error()) {  // another type, or full: EXEC goes on after such an error
    if (!counted.is_error()) correct_count(session_id, -1, deadline);
    return refused(appended);
  }
  if (counted.is_error()) return refused(counted);

  const std::uint64_t offset = static_cast<std::uint64_t>(appended.integer) - line.size();
  std::int64_t count = counted.integer;
  if (offset == 0 && count != 1) {
    correct_count(session_id, 1 - count, deadline);
    count = 1;
  }
  return Appended{message_id_at(offset), count};
}

// By a difference, not to a value: others may be appending. When it fails, the count stays wrong;
// the messages are not touched by that.
void RedisStore::correct_count(const std::string& session_id, std::int64_t by,
                               const Deadline& deadline) {
  const Replies ignored = run({{"HINCRBY", meta_key(session_id), "messages", std::to_string(by)}},
                              Repeat::harmful, deadline);
  static_cast<void>(ignored);
}

Status RedisStore::clear(const std::string& session_id) {
  const Replies done = run({{"UNLINK", log_key(session_id), meta_key(session_id)}},
                           Repeat::harmless, call_deadline());
  if (!done) return done.error();
  if (const RedisReply* error = first_error(done.value())) return refused(*error);
  return success();
}

// ---- reading -----------------------------------------------------------------------------------

Result<LogView> RedisStore::view(const std::string& session_id, std::int64_t first,
                                 std::int64_t last, const Deadline& deadline) {
  const std::string log = log_key(session_id);
  const std::vector<RedisCommand> looks{
      {"STRLEN", log},
      {"GETRANGE", log, std::to_string(first), std::to_string(last)},
      {"HGET", meta_key(session_id), "messages"},
      {"TTL", log},
      {"STRLEN", log}};
  // Without MULTI, which a Redis that is out of memory refuses even for reading. The length before
  // and after shows whether an append came between; then once more, as one.
  Replies done = run(looks, Repeat::harmless, deadline);
  if (done && first_error(done.value()) == nullptr &&
      done.value().front().integer != done.value().back().integer)
    done = run_as_one(looks, Repeat::harmless, deadline);
  if (!done) return done.error();
  if (const RedisReply* error = first_error(done.value())) return refused(*error);

  const std::vector<RedisReply>& replies = done.value();
  LogView view;
  view.log_bytes = static_cast<std::uint64_t>(replies[0].integer);
  if (view.log_bytes == 0) return view;
  view.bytes = std::move(done.value()[1].text);
  const std::string& count = replies[2].text;
  std::from_chars(count.data(), count.data() + count.size(), view.message_count);
  view.ttl_seconds = std::max<std::int64_t>(replies[3].integer, 1);  // rounded by Redis; not over
  return view;
}

Result<std::string> RedisStore::log_bytes(const std::string& session_id, std::uint64_t first,
                                          std::uint64_t count, const Deadline& deadline) {
  Replies done = run(
      {{"GETRANGE", log_key(session_id), std::to_string(first), std::to_string(first + count - 1)}},
      Repeat::harmless, deadline);
  if (!done) return done.error();
  RedisReply& reply = done.value().front();
  if (reply.is_error()) return refused(reply);
  return std::move(reply.text);
}

Result<Tail> RedisStore::read_tail(const std::string& session_id, std::size_t max_bytes) {
  const Deadline deadline = call_deadline();
  // One byte more: when it is a line feed, a line begins right behind it.
  const std::size_t wanted = std::min(max_bytes, kMaxLogBytes) + 1;
  Result<LogView> newest = view(session_id, -static_cast<std::int64_t>(wanted), -1, deadline);
  if (!newest) return newest.error();

  std::string bytes = std::move(newest.value().bytes);
  std::uint64_t begin = newest.value().log_bytes - bytes.size();
  Tail tail;
  tail.message_count = newest.value().message_count;
  const auto read = [&](bool begins_a_line) {
    const std::size_t first = begins_a_line ? 0 : bytes.find('\n') + 1;
    if (begins_a_line || first > 0)
      tail.messages = read_log(std::string_view(bytes).substr(first), begin + first).messages;
  };
  bool begins_a_line = bytes.size() < wanted;  // it is the whole log
  read(begins_a_line);

  // Nothing whole in it: the newest message alone is larger. Look further back for its beginning.
  while (tail.messages.empty() && !begins_a_line && bytes.size() < kHopelessBytes) {
    if (begin > 0) {
      const std::uint64_t more =
          std::min<std::uint64_t>(begin, std::max(bytes.size(), kPieceBytes));
      Result<std::string> older = log_bytes(session_id, begin - more, more, deadline);
      if (!older) return older.error();
      if (older.value().size() != more) return Tail{};  // cleared meanwhile
      bytes.insert(0, older.value());
      begin -= more;
    }
    begins_a_line = begin == 0;
    read(begins_a_line);
    if (tail.messages.size() > 1)
      tail.messages.erase(tail.messages.begin(), tail.messages.end() - 1);
  }
  return tail;
}

Result<MessagePage> RedisStore::read_page(const std::string& session_id,
                                          const std::optional<std::string>& after, int limit) {
  const Deadline deadline = call_deadline();
  const std::optional<std::uint64_t> known = after ? offset_of(*after) : std::uint64_t{0};
  // One byte before the line of `after` shows whether a line begins there.
  std::uint64_t begin = known.value_or(0);
  const bool looks_back = begin > 0;
  if (looks_back) --begin;
  if (begin > kMaxLogBytes) begin = kMaxLogBytes;
  Result<LogView> first = view(session_id, static_cast<std::int64_t>(begin),
                               static_cast<std::int64_t>(begin + kPieceBytes - 1), deadline);
  if (!first) return first.error();

  const std::uint64_t log_size = first.value().log_bytes;
  MessagePage page;
  page.session_id = session_id;
  page.total = first.value().message_count;
  page.ttl_seconds = first.value().ttl_seconds;
  std::string bytes = std::move(first.value().bytes);
  if (!known || (looks_back && !bytes.starts_with('\n'))) return page;

  std::size_t at = looks_back ? 1 : 0;  // where in `bytes` the next line begins
  bool skip_line = after.has_value();
  const std::size_t most = static_cast<std::size_t>(std::max(limit, 0));
  for (;;) {
    if (skip_line) {
      const std::size_t end = bytes.find('\n', at);
      skip_line = end == std::string::npos;
      if (!skip_line) at = end + 1;
    }
    if (!skip_line) {
      LogLines lines =
          read_log(std::string_view(bytes).substr(at), begin + at, most - page.messages.size());
      at += lines.bytes;
      std::move(lines.messages.begin(), lines.messages.end(), std::back_inserter(page.messages));
    }
    const std::uint64_t end = begin + bytes.size();
    const std::size_t enough = page.messages.empty() ? kHopelessBytes : kFullPageBytes;
    if (page.messages.size() >= most || end >= log_size || bytes.size() >= enough) break;

    Result<std::string> more =
        log_bytes(session_id, end, std::min<std::uint64_t>(kPieceBytes, log_size - end), deadline);
    if (!more) return more.error();
    if (more.value().empty()) break;  // cleared meanwhile
    bytes += more.value();
  }
  if (!page.messages.empty() && begin + at < log_size) page.next = page.messages.back().id;
  return page;
}

// ---- health ------------------------------------------------------------------------------------

Status RedisStore::ping() {
  const Replies done = run({{"PING"}}, Repeat::harmless, call_deadline().or_in_ms(kPingMs));
  if (!done) return done.error();
  if (const RedisReply* error = first_error(done.value())) return refused(*error);
  return success();
}

}  // namespace

std::unique_ptr<SessionStore> make_redis_store(RedisOptions options) {
  return std::make_unique<RedisStore>(std::move(options));
}

}  // namespace magic
