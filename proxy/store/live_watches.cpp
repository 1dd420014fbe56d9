#include "proxy/store/live_watches.h"

#include <algorithm>
#include <utility>

namespace magic {
namespace {

bool is_of(LiveEvent::Kind kind, const StreamEntry& entry) {
  const std::string* const name = entry.field("kind");
  return name != nullptr && *name == name_of(kind);
}

}  // namespace

void LiveWatches::join(const std::string& session_id, const std::shared_ptr<LiveMailbox>& mailbox,
                       const StreamPlace& place, const SessionPresence& seen) {
  const Lock lock(mutex_);
  const auto [it, is_new] = watches_.try_emplace(session_id);
  Watch& watch = it->second;
  if (is_new) watch.state = state_after(State::absent, seen);
  if (is_new || place.after < watch.place.after) watch.place = place;
  watch.watchers.push_back({mailbox, place.after});
  if (away_) mailbox->set_away(away_);
}

std::vector<LiveWatches::Reading> LiveWatches::readings() {
  const Lock lock(mutex_);
  std::vector<Reading> readings;
  for (auto it = watches_.begin(); it != watches_.end();) {
    std::erase_if(it->second.watchers,
                  [](const Watcher& watcher) { return watcher.mailbox.expired(); });
    if (it->second.watchers.empty()) {
      it = watches_.erase(it);
      continue;
    }
    readings.push_back({it->first, it->second.place});
    ++it;
  }
  return readings;
}

void LiveWatches::read(const Reading& reading, const std::vector<StreamEntry>& entries,
                       bool is_all) {
  const Lock lock(mutex_);
  const auto it = watches_.find(reading.session_id);
  if (it == watches_.end()) return;
  Watch& watch = it->second;
  const auto is_cleared = [](const StreamEntry& e) { return is_of(LiveEvent::Kind::cleared, e); };
  const auto is_message = [](const StreamEntry& e) { return is_of(LiveEvent::Kind::message, e); };
  const auto cleared = std::find_if(entries.rbegin(), entries.rend(), is_cleared);
  if (cleared != entries.rend()) {
    watch.state = State::absent;
    watch.has_gone = false;
  }
  if (is_all && std::exchange(watch.has_gone, false)) tell(watch, LiveEvent::Kind::expired);
  // A session may begin and end between two looks.
  if (watch.state != State::remainder && std::any_of(entries.rbegin(), cleared, is_message))
    watch.state = State::filled;
  for (Watcher& watcher : watch.watchers)
    if (watcher.last >= reading.place.after) deliver(watcher, entries);
  // Unless somebody has joined further behind meanwhile, who is still to get these.
  if (!entries.empty() && watch.place == reading.place) watch.place = {entries.back().id, true};
}

void LiveWatches::deliver(Watcher& watcher, const std::vector<StreamEntry>& entries) {
  const std::shared_ptr<LiveMailbox> mailbox = watcher.mailbox.lock();
  if (mailbox == nullptr) return;
  for (const StreamEntry& entry : entries) {
    if (entry.id <= watcher.last) continue;
    watcher.last = entry.id;
    if (std::optional<LiveEvent> event = live_event_from(entry)) mailbox->put(std::move(*event));
  }
}

void LiveWatches::lost(const Reading& reading) {
  const Lock lock(mutex_);
  const auto it = watches_.find(reading.session_id);
  if (it == watches_.end() || it->second.place != reading.place) return;
  tell(it->second, LiveEvent::Kind::missed);
  it->second.place = {};
  for (Watcher& watcher : it->second.watchers) watcher.last = {};
}

void LiveWatches::drop(const std::string& session_id, const Error& error) {
  const Lock lock(mutex_);
  const auto it = watches_.find(session_id);
  if (it == watches_.end()) return;
  for (const Watcher& watcher : it->second.watchers)
    if (const std::shared_ptr<LiveMailbox> mailbox = watcher.mailbox.lock())
      mailbox->set_away(error);
  watches_.erase(it);
}

void LiveWatches::look(const std::string& session_id, const SessionPresence& now) {
  const Lock lock(mutex_);
  const auto it = watches_.find(session_id);
  if (it == watches_.end()) return;
  Watch& watch = it->second;
  const State state = state_after(watch.state, now);
  if ((watch.state == State::filled && state != State::filled) ||
      (watch.state == State::empty && state == State::absent))
    watch.has_gone = true;
  watch.state = state;
}

LiveWatches::State LiveWatches::state_after(State state, const SessionPresence& now) {
  if (now.messages) return State::filled;
  if (!now.meta) return State::absent;
  const bool had_messages = state == State::filled || state == State::remainder;
  return had_messages ? State::remainder : State::empty;
}

void LiveWatches::tell(const Watch& watch, LiveEvent::Kind kind) {
  for (const Watcher& watcher : watch.watchers)
    if (const std::shared_ptr<LiveMailbox> mailbox = watcher.mailbox.lock())
      mailbox->put({.kind = kind});
}

void LiveWatches::set_away(const std::optional<Error>& error) {
  const Lock lock(mutex_);
  away_ = error;
  for (const auto& [session_id, watch] : watches_)
    for (const Watcher& watcher : watch.watchers)
      if (const std::shared_ptr<LiveMailbox> mailbox = watcher.mailbox.lock())
        mailbox->set_away(error);
}

}  // namespace magic
