#include "proxy/store/memory_store.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "proxy/store/message_log.h"

namespace magic {
namespace {

class MemoryStore final : public SessionStore {
 public:
  MemoryStore(const Clock& clock, int ttl_seconds)
      : clock_(clock), ttl_ms_(std::int64_t{ttl_seconds} * 1000) {}

  Result<Appended> append(const std::string& session_id, const Message& message) override {
    const std::lock_guard lock(mutex_);
    forget_if_expired(session_id);
    Session& session = sessions_[session_id];
    const std::uint64_t offset = session.log.size();
    session.log += log_line(message);
    session.expires_ms = clock_.monotonic_ms() + ttl_ms_;
    return Appended{message_id_at(offset), ++session.message_count};
  }

  Result<Tail> read_tail(const std::string& session_id, std::size_t max_bytes) override {
    const std::lock_guard lock(mutex_);
    const Session* const session = find(session_id);
    if (session == nullptr) return Tail{};
    Tail tail{read_log(session->log, 0).messages, session->message_count};
    const std::size_t size = session->log.size();
    const std::uint64_t oldest = size - std::min(size, max_bytes);
    while (tail.messages.size() > 1 && offset_of(tail.messages.front().id) < oldest)
      tail.messages.erase(tail.messages.begin());
    return tail;
  }

  Result<MessagePage> read_page(const std::string& session_id,
                                const std::optional<std::string>& after, int limit) override {
    const std::lock_guard lock(mutex_);
    MessagePage page;
    page.session_id = session_id;
    const Session* const session = find(session_id);
    if (session == nullptr) return page;
    page.total = session->message_count;
    page.ttl_seconds = (session->expires_ms - clock_.monotonic_ms() + 999) / 1000;

    std::vector<Message> all = read_log(session->log, 0).messages;
    auto from = all.begin();
    if (after) {
      from = std::find_if(all.begin(), all.end(), [&](const Message& m) { return m.id == *after; });
      if (from == all.end()) return page;
      ++from;
    }
    const auto to = from + std::clamp<std::ptrdiff_t>(limit, 0, all.end() - from);
    page.messages.assign(from, to);
    if (to != all.end() && !page.messages.empty()) page.next = page.messages.back().id;
    return page;
  }

  Status clear(const std::string& session_id) override {
    const std::lock_guard lock(mutex_);
    sessions_.erase(session_id);
    return success();
  }

  Status ping() override { return success(); }

 private:
  struct Session {
    std::string log;
    std::int64_t message_count = 0;
    std::int64_t expires_ms = 0;  // of the clock's monotonic time
  };

  const Session* find(const std::string& session_id) {
    forget_if_expired(session_id);
    const auto it = sessions_.find(session_id);
    return it == sessions_.end() ? nullptr : &it->second;
  }

  // Only a session that is asked for again is looked at: tests do not live long.
  void forget_if_expired(const std::string& session_id) {
    const auto it = sessions_.find(session_id);
    if (it != sessions_.end() && it->second.expires_ms <= clock_.monotonic_ms())
      sessions_.erase(it);
  }

  const Clock& clock_;
  const std::int64_t ttl_ms_;
  std::mutex mutex_;
  std::map<std::string, Session> sessions_;  // guarded by mutex_
};

}  // namespace

std::unique_ptr<SessionStore> make_memory_store(const Clock& clock, int ttl_seconds) {
  return std::make_unique<MemoryStore>(clock, ttl_seconds);
}

}  // namespace magic
