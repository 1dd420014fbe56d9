// Answers that the store could not take, kept in memory until it takes them.
//
// One thread tries them again, the oldest first, about every retry_ms. The store knows an answer by
// its turn and attempt, so one that had been stored after all is not stored twice.
//
// A turn keeps its place in the session's line for as long as an answer of it waits here (hold): no
// later turn of the session begins before, at whichever proxy, and the log keeps its order.
//
// What is dropped, and told to the observer: the oldest, past the bounds; an answer whose session
// was cleared or has expired; one that is refused and has waited for max_age_ms; what is left at
// the end.
// Thread rule: every method may be called from any thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "proxy/base/clock.h"
#include "proxy/base/mutex.h"
#include "proxy/chat/turn_observer.h"
#include "proxy/store/session_store.h"
#include "proxy/store/turn_queue.h"

namespace magic {

struct SpoolOptions {
  // As many as there are live turns at most by default (MAX_LIVE_TURNS): all that may end while
  // Redis is away. No further ones come then, because a turn begins by storing its question.
  std::size_t max_answers = 1000;
  // Text and recipes, together. Some 30 KiB for each of those answers, of which most have 4.
  std::size_t max_bytes = std::size_t{32} * 1024 * 1024;
  // Then one that the store refuses, although it answers, is given up: a session lives no longer
  // by default. Until then its session can have no other turn.
  std::int64_t max_age_ms = 3'600'000;
  int retry_ms = 500;
};

class AnswerSpool {
 public:
  // `store` and the others must outlive this; `store` may be null where nothing is ever kept.
  AnswerSpool(SessionStore* store, const Clock& clock, TurnObserver& observer,
              SpoolOptions options = {});
  ~AnswerSpool();
  AnswerSpool(const AnswerSpool&) = delete;
  AnswerSpool& operator=(const AnswerSpool&) = delete;

  // False: it alone is larger than all that may be kept.
  bool keep(const std::string& session_id, NewAnswer answer);

  // Keeps a turn's place in line while an answer of it waits here; gives it up at once when none
  // does.
  void hold(const std::string& session_id, const std::string& turn_id,
            std::unique_ptr<TurnQueue::Place> place);

  // Waits until nothing is left to store, for at most so long. False: something is.
  bool finish(int timeout_ms);

 private:
  using TurnKey = std::pair<std::string, std::string>;  // session id, turn id
  using Places = std::map<TurnKey, std::unique_ptr<TurnQueue::Place>>;

  struct Waiting {
    std::string session_id;
    NewAnswer answer;
    std::size_t bytes = 0;
    std::int64_t since_ms = 0;  // monotonic

    TurnKey key() const { return {session_id, answer.message.turn_id}; }
  };
  using Entry = std::shared_ptr<const Waiting>;

  void run();
  void try_all();
  bool is_ending() const;
  Entry next(const std::set<std::string>& without_sessions) const;
  bool is_too_old(const Waiting& waiting) const;
  bool has(const TurnKey& key) const MAGIC_REQUIRES(mutex_);
  void take_out(const Entry& entry, SpoolReport::Event event);
  void tell(const Waiting& waiting, SpoolReport::Event event) const MAGIC_REQUIRES(mutex_);
  void give_up_places();

  SessionStore* const store_;
  const Clock& clock_;
  TurnObserver& observer_;
  const SpoolOptions options_;

  mutable Mutex mutex_;
  std::condition_variable changed_;
  std::deque<Entry> waiting_ MAGIC_GUARDED_BY(mutex_);  // oldest first
  std::size_t bytes_ MAGIC_GUARDED_BY(mutex_) = 0;
  Places places_ MAGIC_GUARDED_BY(mutex_);
  bool is_ending_ MAGIC_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace magic
