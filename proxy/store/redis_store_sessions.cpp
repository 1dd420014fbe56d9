// Sessions as wholes: creating, listing, importing, forgetting them.
#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "proxy/base/random_id.h"
#include "proxy/store/redis_scripts.h"
#include "proxy/store/redis_session_info.h"
#include "proxy/store/redis_session_store.h"
#include "proxy/store/session_errors.h"
#include "proxy/store/session_layout.h"

namespace magic {
namespace {

// An answer or a mark lets a session live on without touching the list, which must not end before
// it; a day is longer than anybody goes on without a question.
constexpr int kListExtraSeconds = 24 * 3600;
constexpr std::size_t kListStep = 64;

// Fields and values, one after the other.
using Pairs = std::vector<std::string>;

void add(Pairs& pairs, std::string field, std::string value) {
  pairs.push_back(std::move(field));
  pairs.push_back(std::move(value));
}

Pairs meta_pairs(const SessionExport& session, const SessionLayout& layout, std::int64_t now_ms) {
  const SessionInfo& info = session.info;
  Pairs meta;
  add(meta, "messages", std::to_string(layout.message_count));
  add(meta, "created_at_ms", std::to_string(info.created_at_ms > 0 ? info.created_at_ms : now_ms));
  add(meta, "updated_at_ms", std::to_string(now_ms));
  if (info.local_only) add(meta, "local_only", "1");
  if (info.title.empty()) return meta;
  add(meta, "title", info.title);
  if (info.renamed)
    add(meta, "renamed", "1");
  else if (!layout.first_question_id.empty())
    add(meta, "title_of", layout.first_question_id);
  return meta;
}

Pairs mark_pairs(const SessionMarks& marks) {
  Pairs pairs;
  for (const auto& [id, mark] : marks.marks) add(pairs, id, mark == Mark::pinned ? "p" : "x");
  for (const auto& [turn, answer] : marks.chosen) add(pairs, "t:" + turn, answer);
  return pairs;
}

Pairs turn_pairs(const std::vector<StoredTurn>& turns) {
  Pairs pairs;
  for (const StoredTurn& turn : turns) {
    add(pairs, turn.turn_id, turn.question_id);
    add(pairs, turn.turn_id + ".n", std::to_string(turn.attempts));
    for (const StoredAttempt& answer : turn.answers) {
      const std::string name = turn.turn_id + "." + std::to_string(answer.attempt);
      add(pairs, name + ".id", answer.answer_id);
      add(pairs, "a:" + answer.answer_id, name);
    }
    for (const int attempt : turn.erased)
      add(pairs, turn.turn_id + "." + std::to_string(attempt) + ".id", "");
  }
  return pairs;
}

}  // namespace

Result<SessionInfo> RedisSessionStore::carry_out_for_info(const RedisScript& script,
                                                          const std::string& session_id,
                                                          const std::vector<std::string>& arguments,
                                                          const Deadline& deadline) {
  const Values done = carry_out(script, session_id, arguments, deadline);
  if (!done) return done.error();
  const std::vector<RedisReply>& values = done.value();
  if (values.size() != 3) return client_.unexpected();
  std::optional<SessionInfo> info = info_in(session_id, values[0], values[1], values[2]);
  if (!info) return client_.unexpected();
  return *std::move(info);
}

Result<SessionInfo> RedisSessionStore::create(const std::string& session_id,
                                              const std::string& title, const std::string& owner,
                                              std::int64_t now_ms) {
  const Deadline deadline = client_.call_deadline();
  Result<SessionInfo> created =
      carry_out_for_info(session_scripts().create_session, session_id,
                         {new_turn_id(), title, std::to_string(now_ms)}, deadline);
  if (created) list_as_newest(owner, session_id, now_ms, deadline);
  return created;
}

Result<SessionInfo> RedisSessionStore::import(const std::string& session_id,
                                              const SessionExport& session,
                                              const std::string& owner, std::int64_t now_ms) {
  const Deadline deadline = client_.call_deadline();
  Result<SessionLayout> laid_out = lay_out(session);
  if (!laid_out) return laid_out.error();
  SessionLayout& layout = laid_out.value();
  const std::array parts{meta_pairs(session, layout, now_ms), mark_pairs(layout.marks),
                         turn_pairs(layout.turns)};

  std::vector<std::string> arguments{new_turn_id(), std::move(layout.log)};
  for (const Pairs& part : parts) arguments.push_back(std::to_string(part.size()));
  for (const Pairs& part : parts) arguments.insert(arguments.end(), part.begin(), part.end());
  Result<SessionInfo> imported =
      carry_out_for_info(session_scripts().import_session, session_id, arguments, deadline);
  if (imported) list_as_newest(owner, session_id, now_ms, deadline);
  return imported;
}

Result<SessionInfo> RedisSessionStore::info(const std::string& session_id) {
  std::vector<RedisCommand> commands;
  ask_for_info(SessionKeys(session_id), commands);
  RedisClient::Replies done = client_.run(commands, Repeat::harmless, client_.call_deadline());
  if (!done) return done.error();
  if (const RedisReply* error = first_error(done.value())) return client_.refused(*error);
  const std::vector<RedisReply>& replies = done.value();
  std::optional<SessionInfo> info = info_in(session_id, replies[0], replies[1], replies[2]);
  if (!info) return no_such_session();
  return *std::move(info);
}

Result<SessionInfo> RedisSessionStore::patch(const std::string& session_id,
                                             const SessionPatch& patch) {
  std::string local_only;
  if (patch.local_only) local_only = *patch.local_only ? "1" : "0";
  return carry_out_for_info(session_scripts().patch_session, session_id,
                            {patch.title ? "1" : "", patch.title.value_or(""), local_only},
                            client_.call_deadline());
}

Status RedisSessionStore::clear(const std::string& session_id, const std::string& owner) {
  const Deadline deadline = client_.call_deadline();
  const Values done = carry_out(session_scripts().clear_session, session_id, {}, deadline);
  if (!done) return done.error();
  // When this fails, the next look at the list takes it off.
  if (!owner.empty())
    static_cast<void>(
        client_.run({{"ZREM", owner_key(owner), session_id}}, Repeat::harmless, deadline).ok());
  return success();
}

// ---- an owner's list ---------------------------------------------------------------------------

void RedisSessionStore::list_as_newest(const std::string& owner, const std::string& session_id,
                                       std::int64_t now_ms, const Deadline& deadline) {
  if (owner.empty()) return;
  const std::string key = owner_key(owner);
  const int ttl = client_.options().session_ttl_seconds + kListExtraSeconds;
  static_cast<void>(
      client_
          .run({{"ZADD", key, std::to_string(now_ms), session_id},
                {"ZREMRANGEBYRANK", key, "0", std::to_string(-1 - kMaxListedSessions)},
                {"EXPIRE", key, std::to_string(ttl)}},
               Repeat::harmless, deadline)
          .ok());
}

Result<std::vector<SessionInfo>> RedisSessionStore::list(const std::string& owner, int limit) {
  const Deadline deadline = client_.call_deadline();
  std::vector<SessionInfo> sessions;
  if (owner.empty()) return sessions;
  const std::size_t most = static_cast<std::size_t>(std::max(limit, 0));
  const std::string key = owner_key(owner);
  for (std::size_t from = 0; sessions.size() < most;) {
    const RedisClient::Replies step = client_.run(
        {{"ZREVRANGE", key, std::to_string(from), std::to_string(from + kListStep - 1)}},
        Repeat::harmless, deadline);
    if (!step) return step.error();
    if (const RedisReply* error = first_error(step.value())) return client_.refused(*error);
    const std::vector<RedisReply>& ids = step.value().front().items;
    if (ids.empty()) break;

    std::vector<RedisCommand> commands;
    for (const RedisReply& id : ids) ask_for_info(SessionKeys(id.text), commands);
    RedisClient::Replies infos = client_.run(commands, Repeat::harmless, deadline);
    if (!infos) return infos.error();
    if (const RedisReply* error = first_error(infos.value())) return client_.refused(*error);
    RedisCommand forget{"ZREM", key};
    for (std::size_t i = 0; i < ids.size() && sessions.size() < most; ++i) {
      const RedisReply* const replies = &infos.value()[i * 3];
      std::optional<SessionInfo> info = info_in(ids[i].text, replies[0], replies[1], replies[2]);
      if (info)
        sessions.push_back(*std::move(info));
      else
        forget.push_back(ids[i].text);
    }
    from += ids.size();
    if (forget.size() == 2) continue;
    const RedisClient::Replies forgotten = client_.run({forget}, Repeat::harmless, deadline);
    if (forgotten && first_error(forgotten.value()) == nullptr) from -= forget.size() - 2;
  }
  return sessions;
}

}  // namespace magic
