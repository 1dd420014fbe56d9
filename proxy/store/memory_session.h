// One session in memory, with the rules that the scripts of assets/redis carry out in Redis. It
// keeps the same log (message_log.h), so ids, paging and what fits are the same.
// Thread rule: one thread at a time; the store sees to it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/store/live_feed.h"
#include "proxy/store/memory_turns.h"
#include "proxy/store/session_layout.h"
#include "proxy/store/session_marks.h"
#include "proxy/store/session_store.h"

namespace magic {

class MemorySession {
 public:
  using Tell = std::function<void(LiveEvent)>;

  MemorySession(std::string session_id, std::int64_t now_ms);

  Result<QuestionStored> append_question(const NewQuestion& question, const Tell& tell);
  Result<Appended> append_answer(const NewAnswer& answer, const Tell& tell);
  Result<int> add_attempt(const std::string& turn_id);
  Result<StoredTurn> read_turn(const std::string& turn_id) const;
  Status choose_answer(const std::string& turn_id, const std::string& answer_id, const Tell& tell);

  StoredMemory read_memory(std::size_t max_bytes, const std::optional<std::string>& before) const;
  MessagePage read_page(const std::optional<std::string>& after, int limit) const;
  std::vector<Message> read_messages(const std::vector<std::string>& ids) const;
  Status mark(const std::string& message_id, Mark mark, const Tell& tell);
  Status erase(const std::string& message_id, const Tell& tell);

  Status put_summary(const StoredSummary& summary);
  Status put_held(const HeldResponse& held);
  std::optional<std::string> read_summary_text(const std::string& covers_to) const;

  void rename(const std::string& title);
  void fill(const SessionExport& session, SessionLayout layout);

  SessionInfo info;             // but for the time that is left
  std::int64_t expires_ms = 0;  // of the clock's monotonic time

 private:
  bool is_full(int more) const;
  std::string append(const Message& message);
  bool begins_line(std::uint64_t offset) const;
  std::vector<Message> all() const;
  std::vector<Message> older_pinned(const std::string& before_id) const;
  void changed(const std::string& message_id);

  std::string log_;
  std::string title_of_;  // id of the message whose words the title is
  MemoryTurns turns_;
  SessionMarks marks_;
  std::optional<StoredSummary> summary_;
  std::map<std::string, std::string> summary_texts_;  // by what they cover
  std::optional<HeldResponse> held_;
  std::int64_t revision_ = 0;
};

}  // namespace magic
