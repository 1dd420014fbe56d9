#include "proxy/chat/answer_spool.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "proxy/chat/store_answer.h"

namespace magic {

AnswerSpool::AnswerSpool(SessionStore* store, const Clock& clock, TurnObserver& observer,
                         SpoolOptions options)
    : store_(store), clock_(clock), observer_(observer), options_(options), thread_([this] {
        run();
      }) {}

AnswerSpool::~AnswerSpool() {
  {
    const Lock lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
  while (const Entry left = next({})) take_out(left, SpoolReport::Event::dropped_at_the_end);
  give_up_places();
}

bool AnswerSpool::keep(const std::string& session_id, NewAnswer answer) {
  const Message& message = answer.message;
  const std::size_t bytes =
      sizeof(Waiting) + message.text.size() + message.reasoning.size() + answer.recipe.size();
  if (bytes > options_.max_bytes) return false;
  const Entry entry = std::make_shared<const Waiting>(
      Waiting{session_id, std::move(answer), bytes, clock_.monotonic_ms()});
  {
    const Lock lock(mutex_);
    while (waiting_.size() >= options_.max_answers || bytes_ + bytes > options_.max_bytes) {
      const Entry oldest = waiting_.front();
      waiting_.pop_front();
      bytes_ -= oldest->bytes;
      tell(*oldest, SpoolReport::Event::dropped_when_full);
    }
    waiting_.push_back(entry);
    bytes_ += bytes;
    tell(*entry, SpoolReport::Event::kept);
  }
  changed_.notify_all();
  return true;
}

void AnswerSpool::hold(const std::string& session_id, const std::string& turn_id,
                       std::unique_ptr<TurnQueue::Place> place) {
  const Lock lock(mutex_);
  const TurnKey key{session_id, turn_id};
  if (has(key)) places_[key] = std::move(place);
}

bool AnswerSpool::finish(int timeout_ms) {
  Lock lock(mutex_);
  return changed_.wait_for(lock.waits(), std::chrono::milliseconds(timeout_ms),
                           [this]() MAGIC_REQUIRES(mutex_) { return waiting_.empty(); });
}

// ---- the thread --------------------------------------------------------------------------------

void AnswerSpool::run() {
  using Time = std::chrono::steady_clock;
  const Time::duration least = std::chrono::milliseconds(options_.retry_ms);
  Time::duration pause = least;
  Lock lock(mutex_);
  while (!is_ending_) {
    changed_.wait(lock.waits(),
                  [this]() MAGIC_REQUIRES(mutex_) { return is_ending_ || !waiting_.empty(); });
    // What could not be stored a moment ago can hardly be stored now.
    changed_.wait_for(lock.waits(), pause, [this]() MAGIC_REQUIRES(mutex_) { return is_ending_; });
    if (is_ending_) return;
    lock.unlock();
    const Time::time_point began = Time::now();
    try_all();
    give_up_places();
    // Many that are refused, by a full Redis, must not keep it busy.
    pause = std::max(least, Time::now() - began);
    lock.lock();
  }
}

// A look at the store first, and after each failure: while it is away, each answer would wait for its
// time-out.
void AnswerSpool::try_all() {
  if (!store_->ping()) return;
  std::set<std::string> refused;  // sessions whose further answers must not get before that one
  while (const Entry entry = is_ending() ? nullptr : next(refused)) {
    NewAnswer answer = entry->answer;
    const Result<Appended> stored = store_answer(*store_, entry->session_id, answer);
    if (stored) {
      take_out(entry, SpoolReport::Event::stored);
    } else if (stored.error().code == ErrorCode::store_unavailable) {
      if (!store_->ping()) return;
      refused.insert(entry->session_id);
      if (is_too_old(*entry)) take_out(entry, SpoolReport::Event::dropped_as_too_old);
    } else {
      take_out(entry, SpoolReport::Event::dropped_without_session);
    }
    give_up_places();
  }
}

bool AnswerSpool::is_ending() const {
  const Lock lock(mutex_);
  return is_ending_;
}

AnswerSpool::Entry AnswerSpool::next(const std::set<std::string>& without_sessions) const {
  const Lock lock(mutex_);
  const auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const Entry& entry) {
    return !without_sessions.contains(entry->session_id);
  });
  return found == waiting_.end() ? nullptr : *found;
}

bool AnswerSpool::is_too_old(const Waiting& waiting) const {
  return clock_.monotonic_ms() - waiting.since_ms >= options_.max_age_ms;
}

bool AnswerSpool::has(const TurnKey& key) const {
  return std::any_of(waiting_.begin(), waiting_.end(),
                     [&](const Entry& entry) { return entry->key() == key; });
}

void AnswerSpool::take_out(const Entry& entry, SpoolReport::Event event) {
  {
    const Lock lock(mutex_);
    // It may have been dropped meanwhile, and that was told then.
    const auto found = std::find(waiting_.begin(), waiting_.end(), entry);
    if (found == waiting_.end()) return;
    waiting_.erase(found);
    bytes_ -= entry->bytes;
    tell(*entry, event);
  }
  changed_.notify_all();
}

// Called under the lock, so that what the observer hears last is how it is.
void AnswerSpool::tell(const Waiting& waiting, SpoolReport::Event event) const {
  observer_.on_spool_changed({.event = event,
                              .session_id = waiting.session_id,
                              .turn_id = waiting.answer.message.turn_id,
                              .waited_ms = clock_.monotonic_ms() - waiting.since_ms,
                              .answers = waiting_.size(),
                              .bytes = bytes_});
}

// Outside the lock: leaving the line asks Redis.
void AnswerSpool::give_up_places() {
  Places done;
  {
    const Lock lock(mutex_);
    for (auto place = places_.begin(); place != places_.end();) {
      const auto here = place++;
      if (!has(here->first)) done.insert(places_.extract(here));
    }
  }
}

}  // namespace magic
