// Reading one session: its end, a page of it, single messages, a turn.
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "proxy/store/message_log.h"
#include "proxy/store/redis_session_info.h"
#include "proxy/store/redis_session_store.h"
#include "proxy/store/session_errors.h"

namespace magic {
namespace {

constexpr std::size_t kFullPageBytes = std::size_t{4} * 1024 * 1024;

}  // namespace

// ---- the end of it -----------------------------------------------------------------------------

Result<StoredMemory> RedisSessionStore::read_memory(const std::string& session_id,
                                                    std::size_t max_bytes,
                                                    const std::optional<std::string>& before) {
  const Deadline deadline = client_.call_deadline();
  const SessionKeys keys(session_id);
  // One byte more: when it is a line feed, a line begins right behind it.
  const auto wanted = static_cast<std::int64_t>(std::min(max_bytes, RedisLog::kMaxBytes) + 1);
  std::int64_t first = -wanted, last = -1;
  if (before) {
    last = static_cast<std::int64_t>(offset_of(*before).value_or(0)) - 1;
    first = std::max<std::int64_t>(last + 1 - wanted, 0);
    if (last < 0) first = 1, last = 0;  // GETRANGE's way to say: nothing
  }
  Result<LogView> seen = log_.view(keys, first, last, deadline);
  if (!seen) return seen.error();
  LogView& view = seen.value();
  StoredMemory memory = std::move(view.memory);
  const auto log_bytes = static_cast<std::int64_t>(view.log_bytes);
  memory.reaches_beginning = (before ? first : log_bytes - wanted) <= 0;
  if (last >= log_bytes || view.bytes.empty()) return memory;

  const auto begin = before ? first : log_bytes - static_cast<std::int64_t>(view.bytes.size());
  const bool is_all = static_cast<std::int64_t>(view.bytes.size()) < wanted;
  Result<std::vector<Message>> newest = log_.newest_in(
      keys, std::move(view.bytes), static_cast<std::uint64_t>(begin), is_all, deadline);
  if (!newest) return newest.error();
  memory.messages = std::move(newest).value();
  if (memory.messages.empty()) return memory;

  Result<std::vector<Message>> pinned =
      older_pinned(keys, view.marks, memory.messages.front().id, deadline);
  if (!pinned) return pinned.error();
  memory.older_pinned = std::move(pinned).value();
  for (Message& message : memory.messages) view.marks.put_on(message);
  return memory;
}

// A pin brings its whole turn in, so that is what is read: question and current answer.
Result<std::vector<Message>> RedisSessionStore::older_pinned(const SessionKeys& keys,
                                                             const SessionMarks& marks,
                                                             const std::string& before_id,
                                                             const Deadline& deadline) {
  Result<std::vector<Message>> pinned =
      log_.messages_at(keys, marks.pinned_before(before_id), kMaxOlderPinnedBytes, deadline);
  if (!pinned || pinned.value().empty()) return pinned;
  std::vector<Message>& messages = pinned.value();
  Result<std::vector<std::string>> missing =
      rest_of_turns(keys, marks, messages, before_id, deadline);
  if (!missing) return missing.error();
  Result<std::vector<Message>> rest =
      log_.messages_at(keys, missing.value(), kMaxOlderPinnedBytes, deadline);
  if (!rest) return rest;
  std::move(rest.value().begin(), rest.value().end(), std::back_inserter(messages));
  std::sort(messages.begin(), messages.end(),
            [](const Message& a, const Message& b) { return a.id < b.id; });
  for (Message& message : messages) marks.put_on(message);
  return pinned;
}

Result<std::vector<std::string>> RedisSessionStore::rest_of_turns(
    const SessionKeys& keys, const SessionMarks& marks, const std::vector<Message>& messages,
    const std::string& before_id, const Deadline& deadline) {
  std::set<std::string> known, turns;
  for (const Message& message : messages) {
    known.insert(message.id);
    turns.insert(message.turn_id);
  }
  RedisCommand ask{"HMGET", keys.turns};
  for (const std::string& turn : turns) {
    ask.push_back(turn);
    ask.push_back(turn + ".0.id");
  }
  const RedisClient::Replies found = client_.run({ask}, Repeat::harmless, deadline);
  if (!found) return found.error();
  if (const RedisReply* error = first_error(found.value())) return client_.refused(*error);
  const std::vector<RedisReply>& fields = found.value().front().items;
  if (fields.size() != 2 * turns.size()) return client_.unexpected();

  std::vector<std::string> ids;
  const auto add = [&](const std::string& id) {
    if (!id.empty() && id < before_id && known.insert(id).second) ids.push_back(id);
  };
  auto field = fields.begin();
  for (const std::string& turn : turns) {
    const auto chosen = marks.chosen.find(turn);
    add((field++)->text);
    add(chosen == marks.chosen.end() ? field->text : chosen->second);
    ++field;
  }
  return ids;
}

// ---- pages and single messages -----------------------------------------------------------------

Result<MessagePage> RedisSessionStore::read_page(const std::string& session_id,
                                                 const std::optional<std::string>& after,
                                                 int limit) {
  const Deadline deadline = client_.call_deadline();
  const SessionKeys keys(session_id);
  const std::optional<std::uint64_t> known = after ? offset_of(*after) : std::uint64_t{0};
  // One byte before the line of `after` shows whether a line begins there.
  std::uint64_t begin = known.value_or(0);
  const bool looks_back = begin > 0;
  if (looks_back) --begin;
  if (begin > RedisLog::kMaxBytes) begin = RedisLog::kMaxBytes;
  Result<LogView> first =
      log_.view(keys, static_cast<std::int64_t>(begin),
                static_cast<std::int64_t>(begin + RedisLog::kPieceBytes - 1), deadline);
  if (!first) return first.error();

  const std::uint64_t log_size = first.value().log_bytes;
  MessagePage page;
  page.session_id = session_id;
  page.total = first.value().memory.message_count;
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
    const std::size_t enough = page.messages.empty() ? RedisLog::kHopelessBytes : kFullPageBytes;
    if (page.messages.size() >= most || end >= log_size || bytes.size() >= enough) break;

    Result<std::string> more = log_.bytes(
        keys, end, std::min<std::uint64_t>(RedisLog::kPieceBytes, log_size - end), deadline);
    if (!more) return more.error();
    if (more.value().empty()) break;  // cleared meanwhile
    bytes += more.value();
  }
  if (!page.messages.empty() && begin + at < log_size) page.next = page.messages.back().id;
  for (Message& message : page.messages) first.value().marks.put_on(message);
  return page;
}

Result<std::vector<Message>> RedisSessionStore::read_messages(const std::string& session_id,
                                                              const std::vector<std::string>& ids) {
  const Deadline deadline = client_.call_deadline();
  const SessionKeys keys(session_id);
  const RedisClient::Replies marked =
      client_.run({{"HGETALL", keys.marks}}, Repeat::harmless, deadline);
  if (!marked) return marked.error();
  if (const RedisReply* error = first_error(marked.value())) return client_.refused(*error);
  Result<std::vector<Message>> messages =
      log_.messages_at(keys, ids, std::numeric_limits<std::size_t>::max(), deadline);
  if (!messages) return messages;
  const SessionMarks marks = marks_in(marked.value().front());
  for (Message& message : messages.value()) marks.put_on(message);
  return messages;
}

Result<std::optional<std::string>> RedisSessionStore::read_summary_text(
    const std::string& session_id, const std::string& covers_to) {
  const SessionKeys keys(session_id);
  RedisClient::Replies found = client_.run({{"HGET", keys.turns, "s:" + covers_to}},
                                           Repeat::harmless, client_.call_deadline());
  if (!found) return found.error();
  RedisReply& text = found.value().front();
  if (text.is_error()) return client_.refused(text);
  if (text.kind == RedisReply::Kind::nil) return std::optional<std::string>();
  return std::optional(std::move(text.text));
}

// ---- turns -------------------------------------------------------------------------------------

Result<StoredTurn> RedisSessionStore::read_turn(const std::string& session_id,
                                                const std::string& turn_id) {
  const Deadline deadline = client_.call_deadline();
  const SessionKeys keys(session_id);
  const RedisClient::Replies done = client_.run({{"STRLEN", keys.log},
                                                 {"HMGET", keys.meta, "messages", "bytes"},
                                                 {"HMGET", keys.turns, turn_id, turn_id + ".n"},
                                                 {"HGET", keys.marks, "t:" + turn_id}},
                                                Repeat::harmless, deadline);
  if (!done) return done.error();
  if (const RedisReply* error = first_error(done.value())) return client_.refused(*error);
  const std::vector<RedisReply>& meta = done.value()[1].items;
  const std::vector<RedisReply>& fields = done.value()[2].items;
  if (meta.size() != 2 || fields.size() != 2) return client_.unexpected();
  if (!is_whole(meta[0], meta[1], done.value()[0]) || fields[0].kind == RedisReply::Kind::nil)
    return no_such_turn();
  StoredTurn turn;
  turn.turn_id = turn_id;
  turn.question_id = fields[0].text;
  // No more than we ever store, whatever is there.
  turn.attempts = static_cast<int>(std::clamp<std::int64_t>(number_in(fields[1]), 0, kMaxAttempts));
  turn.current_answer_id = done.value()[3].text;
  if (turn.attempts <= 0) return turn;

  RedisCommand answers{"HMGET", keys.turns};
  for (int attempt = 0; attempt < turn.attempts; ++attempt) {
    const std::string name = turn_id + "." + std::to_string(attempt);
    answers.push_back(name + ".id");
    answers.push_back(name);
  }
  RedisClient::Replies found = client_.run({answers}, Repeat::harmless, deadline);
  if (!found) return found.error();
  if (const RedisReply* error = first_error(found.value())) return client_.refused(*error);
  std::vector<RedisReply>& values = found.value().front().items;
  for (std::size_t i = 0; i + 1 < values.size(); i += 2) {
    const int attempt = static_cast<int>(i / 2);
    if (values[i].kind == RedisReply::Kind::nil) continue;
    if (values[i].text.empty())
      turn.erased.push_back(attempt);
    else
      turn.answers.push_back({attempt, std::move(values[i].text), std::move(values[i + 1].text)});
  }
  return turn;
}

}  // namespace magic
