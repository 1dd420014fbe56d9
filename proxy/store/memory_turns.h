// The turns of one session in memory: which messages belong to each, and which of its answers is the
// current one. Knows ids only; the messages themselves are MemorySession's.
// Thread rule: one thread at a time; the store sees to it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "proxy/store/session_marks.h"
#include "proxy/store/session_store.h"

namespace magic {

class MemoryTurns {
 public:
  struct Turn {
    std::string question_id;
    int attempts = 0;
    std::map<int, StoredAttempt> answers;  // by attempt; an empty id: it was erased

    bool has_answer(const std::string& answer_id) const;
  };

  const Turn* find(const std::string& turn_id) const;  // nullptr: no such turn

  // The turn that was begun with the client's id of a message; turn_id when none was.
  std::string first_use(const std::string& client_message_id, const std::string& turn_id) const;
  void begin(const NewQuestion& question, const std::string& question_id);
  Result<int> add_attempt(const std::string& turn_id);
  // Of a turn that is known.
  void add_answer(const std::string& turn_id, StoredAttempt answer);

  StoredTurn stored(const std::string& turn_id, const SessionMarks& marks) const;
  void restore(const StoredTurn& turn);

  // The chosen one, or that of attempt 0; empty: neither exists.
  std::string current_answer(const std::string& turn_id, const SessionMarks& marks) const;

  // Erases it, and its being chosen. When it was the current one and another is now: that one's turn
  // and id.
  std::optional<std::pair<std::string, std::string>> erase_answer(const std::string& answer_id,
                                                                  SessionMarks& marks);

 private:
  std::map<std::string, Turn> turns_;
  std::map<std::string, std::string> client_ids_;  // the client's id of a message -> turn id
};

}  // namespace magic
