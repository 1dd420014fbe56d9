// Keys of session ID (the braces are literal: all its keys are in one slot of a Redis Cluster):
//
//   chat:session:{ID}:messages  string  the log: each message APPENDed as a line of JSON
//   chat:session:{ID}:meta      hash    messages     how many there are
//                                       bytes        size of the log after the last message
//                                       title, title_of (id of the message whose words it is),
//                                       renamed, local_only, created_at_ms, updated_at_ms
//                                       summary, held (JSON), summary_to, held_to (what they cover)
//                                       summaries    what the summaries covered whose texts are kept
//                                       revision     id of the newest event that changed a message
//                                       open         answers that are still to come to the newest
//                                                    question, and open_from, the event before them
//                                       made_by      the call that created or imported it
//   chat:session:{ID}:marks     hash    <message id>         "p" pinned or "x" excluded
//                                       t:<turn id>          id of the chosen answer
//   chat:session:{ID}:turns     hash    <turn id>            id of the question
//                                       <turn id>.n          how many attempts were begun
//                                       <turn id>.<i>.id     id of the answer; "" when it was erased
//                                       <turn id>.<i>        its recipe, a line of JSON
//                                       a:<answer id>        <turn id>.<i>
//                                       c:<client's id>      id of the turn
//                                       s:<message id>       text of the summary up to that message
//   chat:session:{ID}:events    stream  live_feed.h
//
// and of an owner, in another slot:
//
//   chat:owner:<owner>:sessions zset    session ids by the time of their last question
//
// `redis-cli --raw GET 'chat:session:{ID}:messages'` shows the conversation.
//
// Why a string: APPEND costs the same however long the log is, and a message's id follows from the
// length (message_log.h); GETRANGE reads the newest part, or a page from an id on, without touching
// the rest. A list needs an element per message and several times as long for a window of many. A
// line's place never changes, so marks are hash fields named by id, and a message is erased by
// overwriting it with blanks in place (SETRANGE), which readers skip.
//
// What holds:
// - Every change is one small script (assets/redis), so one step for any number of proxies: the
//   order of the log is the order in which Redis accepted, and log, count, index and events never
//   disagree. The session's keys end in the same moment, later after each of them.
// - No script's work grows with the session, but for an import, which writes all of it.
// - A script carried out twice does no harm: questions, answers, creations and imports are known
//   again, the rest says the same once more. So every call is repeated once when a pooled
//   connection proves dead, e.g. after a restart of Redis.
// - A session of which Redis evicted the log or the meta key is none; the next question begins anew
//   and removes what is left. (Evicted marks or turns are not noticed: let Redis evict nothing.)
// - The owner's list is written after the session, by commands of its own, and its failure is passed
//   over. What is gone is taken off the list when somebody reads it.
// - One call takes at most connect_timeout_ms + command_timeout_ms, waiting for a connection
//   included.
#include "proxy/store/redis_store.h"

#include <utility>

#include "proxy/store/redis_session_store.h"

namespace magic {
namespace {

constexpr int kPingMs = 900;

}  // namespace

RedisSessionStore::RedisSessionStore(std::shared_ptr<RedisClient> redis)
    : redis_(std::move(redis)) {}

Status RedisSessionStore::ping() {
  const RedisClient::Replies done =
      client_.run({{"PING"}}, Repeat::harmless, client_.call_deadline().or_in_ms(kPingMs));
  if (!done) return done.error();
  if (const RedisReply* error = first_error(done.value())) return client_.refused(*error);
  return success();
}

std::unique_ptr<SessionStore> make_redis_store(std::shared_ptr<RedisClient> redis) {
  return std::make_unique<RedisSessionStore>(std::move(redis));
}

}  // namespace magic
