// A store that passes everything on until it is told to be away or full, and lets a test act in
// between.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "proxy/store/session_store.h"

namespace magic {

class FragileStore final : public SessionStore {
 public:
  explicit FragileStore(std::unique_ptr<SessionStore> inner) : inner_(std::move(inner)) {}

  std::atomic<bool> broken = false;
  std::atomic<bool> full = false;  // answers calls, but takes no message
  std::function<void(const std::string& turn_id)> on_question;  // once it is stored

  Result<QuestionStored> append_question(const std::string& id, const NewQuestion& q) override {
    if (full) return store_unavailable("Redis is out of memory.");
    Result<QuestionStored> stored =
        pass<QuestionStored>([&] { return inner_->append_question(id, q); });
    if (stored && on_question) on_question(stored.value().turn_id);
    return stored;
  }
  Result<Appended> append_answer(const std::string& id, const NewAnswer& answer) override {
    if (full) return store_unavailable("Redis is out of memory.");
    return pass<Appended>([&] { return inner_->append_answer(id, answer); });
  }
  Result<int> add_attempt(const std::string& id, const std::string& turn) override {
    return pass<int>([&] { return inner_->add_attempt(id, turn); });
  }
  Result<StoredTurn> read_turn(const std::string& id, const std::string& turn) override {
    return pass<StoredTurn>([&] { return inner_->read_turn(id, turn); });
  }
  Status choose_answer(const std::string& id, const std::string& turn,
                       const std::string& answer) override {
    return pass<std::monostate>([&] { return inner_->choose_answer(id, turn, answer); });
  }
  Result<StoredMemory> read_memory(const std::string& id, std::size_t max_bytes,
                                   const std::optional<std::string>& before) override {
    return pass<StoredMemory>([&] { return inner_->read_memory(id, max_bytes, before); });
  }
  Result<MessagePage> read_page(const std::string& id, const std::optional<std::string>& after,
                                int limit) override {
    return pass<MessagePage>([&] { return inner_->read_page(id, after, limit); });
  }
  Result<std::vector<Message>> read_messages(const std::string& id,
                                             const std::vector<std::string>& ids) override {
    return pass<std::vector<Message>>([&] { return inner_->read_messages(id, ids); });
  }
  Status mark(const std::string& id, const std::string& message, Mark mark) override {
    return pass<std::monostate>([&] { return inner_->mark(id, message, mark); });
  }
  Status erase(const std::string& id, const std::string& message) override {
    return pass<std::monostate>([&] { return inner_->erase(id, message); });
  }
  Status put_summary(const std::string& id, const StoredSummary& summary) override {
    return pass<std::monostate>([&] { return inner_->put_summary(id, summary); });
  }
  Status put_held(const std::string& id, const HeldResponse& held) override {
    return pass<std::monostate>([&] { return inner_->put_held(id, held); });
  }
  Result<std::optional<std::string>> read_summary_text(const std::string& id,
                                                       const std::string& covers_to) override {
    return pass<std::optional<std::string>>(
        [&] { return inner_->read_summary_text(id, covers_to); });
  }
  Result<SessionInfo> create(const std::string& id, const std::string& title,
                             const std::string& owner, std::int64_t now_ms) override {
    return pass<SessionInfo>([&] { return inner_->create(id, title, owner, now_ms); });
  }
  Result<SessionInfo> info(const std::string& id) override {
    return pass<SessionInfo>([&] { return inner_->info(id); });
  }
  Result<SessionInfo> patch(const std::string& id, const SessionPatch& patch) override {
    return pass<SessionInfo>([&] { return inner_->patch(id, patch); });
  }
  Result<std::vector<SessionInfo>> list(const std::string& owner, int limit) override {
    return pass<std::vector<SessionInfo>>([&] { return inner_->list(owner, limit); });
  }
  Result<SessionInfo> import(const std::string& id, const SessionExport& session,
                             const std::string& owner, std::int64_t now_ms) override {
    return pass<SessionInfo>([&] { return inner_->import(id, session, owner, now_ms); });
  }
  Status clear(const std::string& id, const std::string& owner) override {
    return pass<std::monostate>([&] { return inner_->clear(id, owner); });
  }
  Status ping() override {
    return pass<std::monostate>([&] { return inner_->ping(); });
  }

 private:
  template <class T, class Call>
  Result<T> pass(Call call) {
    if (broken) return store_unavailable("Redis is away.");
    return call();
  }

  std::unique_ptr<SessionStore> inner_;
};

}  // namespace magic
