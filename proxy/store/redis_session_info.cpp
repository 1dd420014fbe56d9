#include "proxy/store/redis_session_info.h"

#include <algorithm>
#include <charconv>

namespace magic {

std::int64_t number_in(const RedisReply& reply) {
  if (reply.kind == RedisReply::Kind::integer) return reply.integer;
  std::int64_t number = 0;
  std::from_chars(reply.text.data(), reply.text.data() + reply.text.size(), number);
  return number;
}

bool is_whole(const RedisReply& messages, const RedisReply& bytes, const RedisReply& log_bytes) {
  return messages.kind == RedisReply::Kind::text && log_bytes.integer >= number_in(bytes);
}

std::int64_t seconds_left(const RedisReply& ttl) { return std::max<std::int64_t>(ttl.integer, 1); }

void ask_for_info(const SessionKeys& keys, std::vector<RedisCommand>& commands) {
  commands.push_back({"HMGET", keys.meta, "messages", "bytes", "title", "renamed", "local_only",
                      "created_at_ms", "updated_at_ms"});
  commands.push_back({"STRLEN", keys.log});
  commands.push_back({"TTL", keys.meta});
}

std::optional<SessionInfo> info_in(const std::string& session_id, const RedisReply& fields,
                                   const RedisReply& log_bytes, const RedisReply& ttl) {
  const std::vector<RedisReply>& values = fields.items;
  if (values.size() != 7 || !is_whole(values[0], values[1], log_bytes)) return std::nullopt;
  SessionInfo info;
  info.id = session_id;
  info.message_count = number_in(values[0]);
  info.title = values[2].text;
  info.renamed = values[3].text == "1";
  info.local_only = values[4].text == "1";
  info.created_at_ms = number_in(values[5]);
  info.updated_at_ms = number_in(values[6]);
  info.ttl_seconds = seconds_left(ttl);
  return info;
}

}  // namespace magic
