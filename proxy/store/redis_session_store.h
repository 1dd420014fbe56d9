// The Redis kind of the session store, whose methods are in redis_store_read.cpp,
// redis_store_write.cpp and redis_store_sessions.cpp. What is kept how: redis_store.cpp. Others
// need only redis_store.h.
// Thread rule: as SessionStore.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "proxy/store/redis_client.h"
#include "proxy/store/redis_keys.h"
#include "proxy/store/redis_log.h"
#include "proxy/store/session_store.h"

namespace magic {

class RedisSessionStore final : public SessionStore {
 public:
  explicit RedisSessionStore(std::shared_ptr<RedisClient> redis);

  Result<QuestionStored> append_question(const std::string& session_id,
                                         const NewQuestion& question) override;
  Result<Appended> append_answer(const std::string& session_id, const NewAnswer& answer) override;
  Result<int> add_attempt(const std::string& session_id, const std::string& turn_id) override;
  Result<StoredTurn> read_turn(const std::string& session_id, const std::string& turn_id) override;
  Status choose_answer(const std::string& session_id, const std::string& turn_id,
                       const std::string& answer_id) override;

  Result<StoredMemory> read_memory(const std::string& session_id, std::size_t max_bytes,
                                   const std::optional<std::string>& before) override;
  Result<MessagePage> read_page(const std::string& session_id,
                                const std::optional<std::string>& after, int limit) override;
  Result<std::vector<Message>> read_messages(const std::string& session_id,
                                             const std::vector<std::string>& ids) override;
  Status mark(const std::string& session_id, const std::string& message_id, Mark mark) override;
  Status erase(const std::string& session_id, const std::string& message_id) override;

  Status put_summary(const std::string& session_id, const StoredSummary& summary) override;
  Status put_held(const std::string& session_id, const HeldResponse& held) override;
  Result<std::optional<std::string>> read_summary_text(const std::string& session_id,
                                                       const std::string& covers_to) override;

  Result<SessionInfo> create(const std::string& session_id, const std::string& title,
                             const std::string& owner, std::int64_t now_ms) override;
  Result<SessionInfo> info(const std::string& session_id) override;
  Result<SessionInfo> patch(const std::string& session_id, const SessionPatch& patch) override;
  Result<std::vector<SessionInfo>> list(const std::string& owner, int limit) override;
  Result<SessionInfo> import(const std::string& session_id, const SessionExport& session,
                             const std::string& owner, std::int64_t now_ms) override;
  Status clear(const std::string& session_id, const std::string& owner) override;
  Status ping() override;

 private:
  using Values = Result<std::vector<RedisReply>>;

  // Runs a script on the session. Returns what follows "ok" in its answer, or the error that its
  // refusal stands for.
  Values carry_out(const RedisScript& script, const std::string& session_id,
                   const std::vector<std::string>& arguments, const Deadline& deadline);
  // The same for a script that answers as info().
  Result<SessionInfo> carry_out_for_info(const RedisScript& script, const std::string& session_id,
                                         const std::vector<std::string>& arguments,
                                         const Deadline& deadline);
  Status put_made(const std::string& session_id, const char* what, const std::string& json,
                  const std::string& covers_to, const std::string& made_from,
                  const std::string& summary_text);

  // Puts the session first in the owner's list. A failure is passed over: the session itself is
  // stored, and the next question brings it into the list.
  void list_as_newest(const std::string& owner, const std::string& session_id, std::int64_t now_ms,
                      const Deadline& deadline);

  Result<std::vector<Message>> older_pinned(const SessionKeys& keys, const SessionMarks& marks,
                                            const std::string& before_id, const Deadline& deadline);
  // Ids of the questions and current answers of these messages' turns, as far as they are older
  // than before_id and not among the messages.
  Result<std::vector<std::string>> rest_of_turns(const SessionKeys& keys, const SessionMarks& marks,
                                                 const std::vector<Message>& messages,
                                                 const std::string& before_id,
                                                 const Deadline& deadline);

  const std::shared_ptr<RedisClient> redis_;
  RedisClient& client_ = *redis_;
  RedisLog log_{client_};
};

}  // namespace magic
