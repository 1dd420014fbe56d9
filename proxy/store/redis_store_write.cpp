// Changing one session: turns, messages, and what is made of them.
#include <array>
#include <string_view>
#include <utility>

#include "proxy/store/live_feed.h"
#include "proxy/store/message_log.h"
#include "proxy/store/redis_scripts.h"
#include "proxy/store/redis_session_info.h"
#include "proxy/store/redis_session_store.h"
#include "proxy/store/session_errors.h"
#include "proxy/store/stored_memory_json.h"

namespace magic {
namespace {

// What a script answers instead of "ok".
struct Refusal {
  std::string_view word;
  Error (*error)();
};
constexpr std::array kRefusals{
    Refusal{"no_session", no_such_session},    Refusal{"no_turn", no_such_turn},
    Refusal{"no_answer", no_such_answer},      Refusal{"no_message", no_such_message},
    Refusal{"session_exists", session_exists}, Refusal{"marks_full", marks_full},
    Refusal{"attempts_full", attempts_full},   Refusal{"changed", changed_since},
    Refusal{"session_full", session_full},
};

std::string_view letter_of(Mark mark) {
  switch (mark) {
    case Mark::pinned:
      return "p";
    case Mark::excluded:
      return "x";
    case Mark::none:
      break;
  }
  return "";
}

}  // namespace

RedisSessionStore::Values RedisSessionStore::carry_out(const RedisScript& script,
                                                       const std::string& session_id,
                                                       const std::vector<std::string>& arguments,
                                                       const Deadline& deadline) {
  std::vector<std::string> all{std::to_string(client_.options().session_ttl_seconds),
                               std::to_string(kKeptEvents)};
  all.insert(all.end(), arguments.begin(), arguments.end());
  Result<RedisReply> reply =
      client_.script(script, SessionKeys(session_id).all(), all, Repeat::harmless, deadline);
  if (!reply) return reply.error();
  std::vector<RedisReply>& values = reply.value().items;
  if (values.empty()) return client_.unexpected();
  for (const Refusal& refusal : kRefusals)
    if (refusal.word == values.front().text) return refusal.error();
  values.erase(values.begin());
  return std::move(values);
}

// ---- turns -------------------------------------------------------------------------------------

Result<QuestionStored> RedisSessionStore::append_question(const std::string& session_id,
                                                          const NewQuestion& question) {
  const Deadline deadline = client_.call_deadline();
  const Message& message = question.message;
  Values done =
      carry_out(session_scripts().append_question, session_id,
                {log_line(message), message.turn_id, question.client_message_id, question.title,
                 std::to_string(question.attempts), std::to_string(message.created_at_ms),
                 std::to_string(kMaxSessionMessages), std::to_string(kMaxSessionBytes)},
                deadline);
  if (!done) return done.error();
  if (done.value().size() != 3) return client_.unexpected();
  QuestionStored stored;
  stored.id = std::move(done.value()[0].text);
  stored.message_count = number_in(done.value()[1]);
  stored.turn_id = std::move(done.value()[2].text);
  stored.was_known = stored.turn_id != message.turn_id;
  list_as_newest(question.owner, session_id, message.created_at_ms, deadline);
  return stored;
}

Result<Appended> RedisSessionStore::append_answer(const std::string& session_id,
                                                  const NewAnswer& answer) {
  const Message& message = answer.message;
  Values done = carry_out(session_scripts().append_answer, session_id,
                          {log_line(message), message.turn_id, std::to_string(message.attempt),
                           answer.recipe, std::to_string(message.created_at_ms)},
                          client_.call_deadline());
  if (!done) return done.error();
  if (done.value().size() != 3) return client_.unexpected();
  return Appended{std::move(done.value()[0].text), number_in(done.value()[1]),
                  number_in(done.value()[2]) != 0};
}

Result<int> RedisSessionStore::add_attempt(const std::string& session_id,
                                           const std::string& turn_id) {
  const Values done =
      carry_out(session_scripts().add_attempt, session_id,
                {turn_id, std::to_string(kMaxAttempts), std::to_string(kMaxSessionMessages),
                 std::to_string(kMaxSessionBytes)},
                client_.call_deadline());
  if (!done) return done.error();
  if (done.value().size() != 1) return client_.unexpected();
  return static_cast<int>(number_in(done.value()[0]));
}

Status RedisSessionStore::choose_answer(const std::string& session_id, const std::string& turn_id,
                                        const std::string& answer_id) {
  const Values done =
      carry_out(session_scripts().choose_answer, session_id,
                {turn_id, answer_id, std::to_string(kMaxMarks)}, client_.call_deadline());
  if (!done) return done.error();
  return success();
}

// ---- messages ----------------------------------------------------------------------------------

Status RedisSessionStore::mark(const std::string& session_id, const std::string& message_id,
                               Mark mark) {
  if (!offset_of(message_id)) return no_such_message();
  const Values done =
      carry_out(session_scripts().mark_message, session_id,
                {message_id, std::string(letter_of(mark)), std::to_string(kMaxMarks)},
                client_.call_deadline());
  if (!done) return done.error();
  return success();
}

Status RedisSessionStore::erase(const std::string& session_id, const std::string& message_id) {
  if (!offset_of(message_id)) return no_such_message();
  const Values done =
      carry_out(session_scripts().erase_message, session_id,
                {message_id, std::to_string(kMaxAttempts)}, client_.call_deadline());
  if (!done) return done.error();
  return success();
}

// ---- what was made of it -----------------------------------------------------------------------

Status RedisSessionStore::put_made(const std::string& session_id, const char* what,
                                   const std::string& json, const std::string& covers_to,
                                   const std::string& made_from, const std::string& summary_text) {
  const Values done =
      carry_out(session_scripts().put_made, session_id,
                {what, json, covers_to, made_from, summary_text, std::to_string(kMaxSummaryTexts)},
                client_.call_deadline());
  if (!done) return done.error();
  return success();
}

Status RedisSessionStore::put_summary(const std::string& session_id, const StoredSummary& summary) {
  return put_made(session_id, "summary", to_json(summary), summary.covers_to, summary.made_from,
                  summary.text);
}

Status RedisSessionStore::put_held(const std::string& session_id, const HeldResponse& held) {
  return put_made(session_id, "held", to_json(held), held.covers_to, held.made_from, "");
}

}  // namespace magic
