#include "proxy/store/memory_store.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include "proxy/base/mutex.h"
#include "proxy/store/memory_session.h"
#include "proxy/store/session_errors.h"

namespace magic {
namespace {

using OnEvent = std::function<void(const std::string& session_id, LiveEvent)>;

class MemoryStore final : public SessionStore {
 public:
  MemoryStore(const Clock& clock, int ttl_seconds, OnEvent on_event)
      : clock_(clock), ttl_ms_(std::int64_t{ttl_seconds} * 1000), on_event_(std::move(on_event)) {}

  // ---- turns -----------------------------------------------------------------------------------

  Result<QuestionStored> append_question(const std::string& session_id,
                                         const NewQuestion& question) override {
    const Lock lock(mutex_);
    const std::int64_t now_ms = question.message.created_at_ms;
    if (find(session_id) == nullptr) sessions_.try_emplace(session_id, session_id, now_ms);
    list_as_newest(question.owner, session_id, now_ms);
    return refreshed(session_id).append_question(question, tell(session_id));
  }

  Result<Appended> append_answer(const std::string& session_id, const NewAnswer& answer) override {
    const Lock lock(mutex_);
    if (find(session_id) == nullptr) return no_such_turn();
    return refreshed(session_id).append_answer(answer, tell(session_id));
  }

  Result<int> add_attempt(const std::string& session_id, const std::string& turn_id) override {
    const Lock lock(mutex_);
    if (find(session_id) == nullptr) return no_such_turn();
    return refreshed(session_id).add_attempt(turn_id);
  }

  Result<StoredTurn> read_turn(const std::string& session_id, const std::string& turn_id) override {
    const Lock lock(mutex_);
    const MemorySession* const session = find(session_id);
    if (session == nullptr) return no_such_turn();
    return session->read_turn(turn_id);
  }

  Status choose_answer(const std::string& session_id, const std::string& turn_id,
                       const std::string& answer_id) override {
    const Lock lock(mutex_);
    if (find(session_id) == nullptr) return no_such_turn();
    return refreshed(session_id).choose_answer(turn_id, answer_id, tell(session_id));
  }

  // ---- messages --------------------------------------------------------------------------------

  Result<StoredMemory> read_memory(const std::string& session_id, std::size_t max_bytes,
                                   const std::optional<std::string>& before) override {
    const Lock lock(mutex_);
    const MemorySession* const session = find(session_id);
    if (session == nullptr) return StoredMemory{};
    return session->read_memory(max_bytes, before);
  }

  Result<MessagePage> read_page(const std::string& session_id,
                                const std::optional<std::string>& after, int limit) override {
    const Lock lock(mutex_);
    MessagePage page;
    page.session_id = session_id;
    const MemorySession* const session = find(session_id);
    if (session == nullptr) return page;
    page = session->read_page(after, limit);
    page.ttl_seconds = seconds_left(*session);
    return page;
  }

  Result<std::vector<Message>> read_messages(const std::string& session_id,
                                             const std::vector<std::string>& ids) override {
    const Lock lock(mutex_);
    const MemorySession* const session = find(session_id);
    if (session == nullptr) return std::vector<Message>{};
    return session->read_messages(ids);
  }

  Status mark(const std::string& session_id, const std::string& message_id, Mark mark) override {
    const Lock lock(mutex_);
    if (find(session_id) == nullptr) return no_such_message();
    return refreshed(session_id).mark(message_id, mark, tell(session_id));
  }

  Status erase(const std::string& session_id, const std::string& message_id) override {
    const Lock lock(mutex_);
    if (find(session_id) == nullptr) return no_such_message();
    return refreshed(session_id).erase(message_id, tell(session_id));
  }

  // ---- what was made of it ---------------------------------------------------------------------

  Status put_summary(const std::string& session_id, const StoredSummary& summary) override {
    const Lock lock(mutex_);
    MemorySession* const session = find(session_id);
    return session == nullptr ? no_such_session() : session->put_summary(summary);
  }

  Status put_held(const std::string& session_id, const HeldResponse& held) override {
    const Lock lock(mutex_);
    MemorySession* const session = find(session_id);
    return session == nullptr ? no_such_session() : session->put_held(held);
  }

  Result<std::optional<std::string>> read_summary_text(const std::string& session_id,
                                                       const std::string& covers_to) override {
    const Lock lock(mutex_);
    const MemorySession* const session = find(session_id);
    return session == nullptr ? std::nullopt : session->read_summary_text(covers_to);
  }

  // ---- sessions --------------------------------------------------------------------------------

  Result<SessionInfo> create(const std::string& session_id, const std::string& title,
                             const std::string& owner, std::int64_t now_ms) override {
    const Lock lock(mutex_);
    if (find(session_id) != nullptr) return session_exists();
    sessions_.try_emplace(session_id, session_id, now_ms);
    refreshed(session_id).rename(title);
    tell(session_id)(of_session());
    list_as_newest(owner, session_id, now_ms);
    return info_of(*find(session_id));
  }

  Result<SessionInfo> info(const std::string& session_id) override {
    const Lock lock(mutex_);
    const MemorySession* const session = find(session_id);
    if (session == nullptr) return no_such_session();
    return info_of(*session);
  }

  Result<SessionInfo> patch(const std::string& session_id, const SessionPatch& patch) override {
    const Lock lock(mutex_);
    if (find(session_id) == nullptr) return no_such_session();
    MemorySession& session = refreshed(session_id);
    if (patch.title) session.rename(*patch.title);
    if (patch.local_only) session.info.local_only = *patch.local_only;
    tell(session_id)(of_session());
    return info_of(session);
  }

  Result<std::vector<SessionInfo>> list(const std::string& owner, int limit) override {
    const Lock lock(mutex_);
    std::vector<SessionInfo> sessions;
    const auto listed = lists_.find(owner);
    if (listed == lists_.end()) return sessions;
    std::vector<std::pair<std::int64_t, std::string>> newest;
    for (const auto& [session_id, used_ms] : listed->second)
      newest.emplace_back(used_ms, session_id);
    std::sort(newest.rbegin(), newest.rend());
    for (const auto& [used_ms, session_id] : newest) {
      const MemorySession* const session = find(session_id);
      if (session == nullptr)
        listed->second.erase(session_id);
      else if (sessions.size() < static_cast<std::size_t>(std::max(limit, 0)))
        sessions.push_back(info_of(*session));
    }
    return sessions;
  }

  Result<SessionInfo> import(const std::string& session_id, const SessionExport& session,
                             const std::string& owner, std::int64_t now_ms) override {
    const Lock lock(mutex_);
    Result<SessionLayout> layout = lay_out(session);
    if (!layout) return layout.error();
    if (find(session_id) != nullptr) return session_exists();
    sessions_.try_emplace(session_id, session_id, now_ms);
    refreshed(session_id).fill(session, std::move(layout).value());
    tell(session_id)(of_session());
    list_as_newest(owner, session_id, now_ms);
    return info_of(*find(session_id));
  }

  Status clear(const std::string& session_id, const std::string& owner) override {
    const Lock lock(mutex_);
    lists_[owner].erase(session_id);
    if (find(session_id) == nullptr) return success();
    sessions_.erase(session_id);
    LiveEvent cleared;
    cleared.kind = LiveEvent::Kind::cleared;
    tell(session_id)(std::move(cleared));
    return success();
  }

  Status ping() override { return success(); }

 private:
  static LiveEvent of_session() {
    LiveEvent event;
    event.kind = LiveEvent::Kind::session;
    return event;
  }

  MemorySession::Tell tell(const std::string& session_id) const {
    return [this, session_id](LiveEvent event) {
      if (on_event_) on_event_(session_id, std::move(event));
    };
  }

  // nullptr: none, or its time is over. Only a session that is asked for again is looked at: tests
  // do not live long.
  MemorySession* find(const std::string& session_id) MAGIC_REQUIRES(mutex_) {
    const auto it = sessions_.find(session_id);
    if (it == sessions_.end()) return nullptr;
    if (it->second.expires_ms > clock_.monotonic_ms()) return &it->second;
    sessions_.erase(it);
    return nullptr;
  }

  // A session that exists; its time begins anew.
  MemorySession& refreshed(const std::string& session_id) MAGIC_REQUIRES(mutex_) {
    MemorySession& session = sessions_.at(session_id);
    session.expires_ms = clock_.monotonic_ms() + ttl_ms_;
    return session;
  }

  std::int64_t seconds_left(const MemorySession& session) const {
    return (session.expires_ms - clock_.monotonic_ms() + 999) / 1000;
  }

  SessionInfo info_of(const MemorySession& session) const {
    SessionInfo info = session.info;
    info.ttl_seconds = seconds_left(session);
    return info;
  }

  void list_as_newest(const std::string& owner, const std::string& session_id,
                      std::int64_t now_ms) {
    if (owner.empty()) return;
    std::map<std::string, std::int64_t>& list = lists_[owner];
    list[session_id] = now_ms;
    if (list.size() <= static_cast<std::size_t>(kMaxListedSessions)) return;
    list.erase(std::min_element(list.begin(), list.end(),
                                [](const auto& a, const auto& b) { return a.second < b.second; }));
  }

  const Clock& clock_;
  const std::int64_t ttl_ms_;
  const OnEvent on_event_;
  Mutex mutex_;
  std::map<std::string, MemorySession> sessions_ MAGIC_GUARDED_BY(mutex_);
  // Owner -> session id -> when its last question came. Guarded by mutex_.
  std::map<std::string, std::map<std::string, std::int64_t>> lists_;
};

}  // namespace

std::unique_ptr<SessionStore> make_memory_store(const Clock& clock, int ttl_seconds,
                                                OnEvent on_event) {
  return std::make_unique<MemoryStore>(clock, ttl_seconds, std::move(on_event));
}

}  // namespace magic
