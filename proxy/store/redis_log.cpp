#include "proxy/store/redis_log.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "proxy/store/message_log.h"
#include "proxy/store/redis_session_info.h"
#include "proxy/store/stored_memory_json.h"

namespace magic {
namespace {

// Lines of one round trip, and how much of each: most lines are shorter.
constexpr std::size_t kLinesAtOnce = 64;
constexpr std::uint64_t kUsualLineBytes = 4096;

RedisCommand get_range(const SessionKeys& keys, std::int64_t first, std::int64_t last) {
  return {"GETRANGE", keys.log, std::to_string(first), std::to_string(last)};
}

LogView view_in(std::vector<RedisReply>& replies) {
  LogView view;
  const std::vector<RedisReply>& meta = replies[2].items;
  if (meta.size() != 6 || !is_whole(meta[0], meta[1], replies[0])) return view;
  view.log_bytes = static_cast<std::uint64_t>(replies[0].integer);
  view.bytes = std::move(replies[1].text);
  view.memory.message_count = number_in(meta[0]);
  view.memory.local_only = meta[2].text == "1";
  view.memory.summary = stored_summary_from_json(meta[3].text);
  view.memory.held = held_response_from_json(meta[4].text);
  view.memory.revision = meta[5].text;
  view.marks = marks_in(replies[3]);
  view.ttl_seconds = seconds_left(replies[4]);
  return view;
}

}  // namespace

Result<LogView> RedisLog::view(const SessionKeys& keys, std::int64_t first, std::int64_t last,
                               const Deadline& deadline) {
  std::vector<RedisCommand> looks{
      {"STRLEN", keys.log},
      get_range(keys, first, last),
      {"HMGET", keys.meta, "messages", "bytes", "local_only", "summary", "held", "revision"},
      {"HGETALL", keys.marks},
      {"TTL", keys.meta},
      {"STRLEN", keys.log}};
  const std::size_t count = looks.size();
  // Without MULTI, which a Redis that is out of memory refuses even for reading. The length before
  // and after shows whether an append came between; then once more, as one.
  RedisClient::Replies done = client_.run(looks, Repeat::harmless, deadline);
  if (done && first_error(done.value()) == nullptr &&
      done.value().front().integer != done.value().back().integer) {
    looks.insert(looks.begin(), RedisCommand{"MULTI"});
    looks.push_back({"EXEC"});
    done = client_.run(looks, Repeat::harmless, deadline);
    if (done && first_error(done.value()) == nullptr) done = std::move(done.value().back().items);
  }
  if (!done) return done.error();
  if (const RedisReply* error = first_error(done.value())) return client_.refused(*error);
  if (done.value().size() != count) return client_.unexpected();
  return view_in(done.value());
}

Result<std::string> RedisLog::bytes(const SessionKeys& keys, std::uint64_t first,
                                    std::uint64_t count, const Deadline& deadline) {
  RedisClient::Replies done = client_.run({get_range(keys, static_cast<std::int64_t>(first),
                                                     static_cast<std::int64_t>(first + count - 1))},
                                          Repeat::harmless, deadline);
  if (!done) return done.error();
  RedisReply& reply = done.value().front();
  if (reply.is_error()) return client_.refused(reply);
  return std::move(reply.text);
}

Result<std::vector<Message>> RedisLog::newest_in(const SessionKeys& keys, std::string bytes,
                                                 std::uint64_t begin, bool begins_a_line,
                                                 const Deadline& deadline) {
  std::vector<Message> messages;
  const auto read = [&] {
    const std::size_t skip = begins_a_line ? 0 : bytes.find('\n') + 1;
    if (begins_a_line || skip > 0)
      messages = read_log(std::string_view(bytes).substr(skip), begin + skip).messages;
  };
  read();
  // Nothing whole in it: the newest message alone is larger. Look further back for its beginning.
  while (messages.empty() && !begins_a_line && bytes.size() < kHopelessBytes) {
    if (begin > 0) {
      const std::uint64_t more =
          std::min<std::uint64_t>(begin, std::max(bytes.size(), kPieceBytes));
      Result<std::string> older = this->bytes(keys, begin - more, more, deadline);
      if (!older) return older.error();
      if (older.value().size() != more) break;  // cleared meanwhile
      bytes.insert(0, older.value());
      begin -= more;
    }
    begins_a_line = begin == 0;
    read();
    if (messages.size() > 1) messages.erase(messages.begin(), messages.end() - 1);
  }
  return messages;
}

Result<std::string> RedisLog::whole_line(const SessionKeys& keys, std::uint64_t place,
                                         std::string line, const Deadline& deadline) {
  std::size_t end = line.find('\n');
  bool goes_on = line.size() == kUsualLineBytes;
  while (end == std::string::npos && goes_on && line.size() < kHopelessBytes) {
    Result<std::string> more = bytes(keys, place + line.size(), kPieceBytes, deadline);
    if (!more) return more.error();
    goes_on = more.value().size() == kPieceBytes;
    end = more.value().find('\n');
    if (end != std::string::npos) end += line.size();
    line += more.value();
  }
  line.resize(end == std::string::npos ? 0 : end + 1);
  return line;
}

Result<std::vector<Message>> RedisLog::messages_at(const SessionKeys& keys,
                                                   const std::vector<std::string>& ids,
                                                   std::size_t max_bytes,
                                                   const Deadline& deadline) {
  std::vector<std::uint64_t> places;
  for (const std::string& id : ids)
    if (const std::optional<std::uint64_t> place = offset_of(id)) places.push_back(*place);

  std::vector<Message> messages;
  std::size_t bytes_read = 0;
  for (std::size_t next = 0; next < places.size() && bytes_read < max_bytes;) {
    const std::size_t end = std::min(next + kLinesAtOnce, places.size());
    std::vector<RedisCommand> commands;
    for (std::size_t i = next; i < end; ++i) {
      // One byte before the line shows whether a line begins there.
      const auto first = static_cast<std::int64_t>(places[i]) - (places[i] > 0 ? 1 : 0);
      commands.push_back(
          get_range(keys, first, static_cast<std::int64_t>(places[i] + kUsualLineBytes - 1)));
    }
    RedisClient::Replies done = client_.run(commands, Repeat::harmless, deadline);
    if (!done) return done.error();
    if (const RedisReply* error = first_error(done.value())) return client_.refused(*error);

    for (RedisReply& reply : done.value()) {
      const std::uint64_t place = places[next++];
      if (place > 0 && !reply.text.starts_with('\n')) continue;
      Result<std::string> line =
          whole_line(keys, place, std::move(reply.text).substr(place > 0 ? 1 : 0), deadline);
      if (!line) return line.error();
      std::vector<Message> found = read_log(line.value(), place, 1).messages;
      std::move(found.begin(), found.end(), std::back_inserter(messages));
      bytes_read += line.value().size();
      if (bytes_read >= max_bytes) break;
    }
  }
  return messages;
}

SessionMarks marks_in(const RedisReply& pairs) {
  SessionMarks marks;
  for (std::size_t i = 0; i + 1 < pairs.items.size(); i += 2) {
    const std::string& field = pairs.items[i].text;
    const std::string& value = pairs.items[i + 1].text;
    if (field.starts_with("t:"))
      marks.chosen[field.substr(2)] = value;
    else
      marks.marks[field] = value == "p" ? Mark::pinned : Mark::excluded;
  }
  return marks;
}

}  // namespace magic
