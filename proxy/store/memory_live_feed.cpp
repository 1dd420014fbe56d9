#include "proxy/store/memory_live_feed.h"

#include <algorithm>
#include <utility>

namespace magic {
namespace {

LiveEventId id_of(const LiveEvent& event) {
  return live_event_id_from(event.id).value_or(LiveEventId{});
}

}  // namespace

MemoryLiveFeed::MemoryLiveFeed() : cancels_thread_([this] { pass_on_cancels(); }) {}

MemoryLiveFeed::~MemoryLiveFeed() {
  {
    const Lock lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
  cancels_thread_.join();
}

void MemoryLiveFeed::add(const std::string& session_id, LiveEvent event) {
  const Lock lock(mutex_);
  Session& session = sessions_[session_id];
  if (event.kind != LiveEvent::Kind::expired) {
    const LiveEventId id{++last_id_, 0};
    event.id = text_of(id);
    follow(session, event, id);
    session.events.push_back(event);
    if (session.events.size() > static_cast<std::size_t>(kKeptEvents)) session.events.pop_front();
  }
  for (const std::weak_ptr<LiveMailbox>& watcher : session.watchers)
    if (const std::shared_ptr<LiveMailbox> mailbox = watcher.lock()) mailbox->put(event);
}

// Which answers are running after this event.
void MemoryLiveFeed::follow(Session& session, const LiveEvent& event, const LiveEventId& id) {
  const Answer answer{event.turn, event.attempt};
  switch (event.kind) {
    case LiveEvent::Kind::message:
      if (session.questions.try_emplace(event.turn, id).second)
        session.running.emplace(Answer{event.turn, 0}, id);
      else
        session.running.erase(answer);
      break;
    case LiveEvent::Kind::delta:
    case LiveEvent::Kind::reasoning: {
      const auto question = session.questions.find(event.turn);
      session.running.emplace(answer, question == session.questions.end() ? id : question->second);
      break;
    }
    case LiveEvent::Kind::cleared:
      session.questions.clear();
      session.running.clear();
      break;
    default:
      break;
  }
}

void MemoryLiveFeed::publish_piece(const std::string& session_id, const std::string& turn_id,
                                   int attempt, LiveEvent::Kind kind, std::string_view text) {
  add(session_id, {.kind = kind, .turn = turn_id, .attempt = attempt, .text = std::string(text)});
}

// Pieces are passed on at once.
void MemoryLiveFeed::end_pieces(const std::string&, const std::string&, int) {}

Result<std::unique_ptr<LiveFeed::Subscription>> MemoryLiveFeed::subscribe(
    const std::string& session_id, const std::optional<std::string>& after) {
  const Lock lock(mutex_);
  Session& session = sessions_[session_id];
  const auto mailbox = std::make_shared<LiveMailbox>();
  auto from = session.events.begin();
  if (after) {
    const std::optional<LiveEventId> known = live_event_id_from(*after);
    const auto last = std::find_if(from, session.events.end(), [&](const LiveEvent& event) {
      return known && id_of(event) == *known;
    });
    if (last == session.events.end())
      mailbox->put({.kind = LiveEvent::Kind::missed});
    else
      from = std::next(last);
  } else {
    LiveEventId begin{last_id_ + 1, 0};
    for (const auto& [answer, since] : session.running) begin = std::min(begin, since);
    from = std::find_if(from, session.events.end(),
                        [&](const LiveEvent& event) { return id_of(event) >= begin; });
  }
  for (; from != session.events.end(); ++from) mailbox->put(*from);
  std::erase_if(session.watchers, [](const auto& watcher) { return watcher.expired(); });
  session.watchers.push_back(mailbox);
  return make_subscription(mailbox);
}

Result<std::vector<LiveEvent>> MemoryLiveFeed::pieces_of(const std::string& session_id,
                                                         const std::string& turn_id) {
  const Lock lock(mutex_);
  std::vector<LiveEvent> pieces;
  for (const LiveEvent& event : sessions_[session_id].events)
    if (is_piece_of(event, turn_id)) pieces.push_back(event);
  return pieces;
}

Status MemoryLiveFeed::request_cancel(const std::string& session_id, const std::string& turn_id) {
  {
    const Lock lock(mutex_);
    cancels_.emplace_back(session_id, turn_id);
  }
  changed_.notify_all();
  return success();
}

void MemoryLiveFeed::on_cancel(OnCancel handler) {
  const Lock lock(mutex_);
  on_cancel_ = std::move(handler);
}

void MemoryLiveFeed::pass_on_cancels() {
  Lock lock(mutex_);
  for (;;) {
    changed_.wait(lock.waits(),
                  [this]() MAGIC_REQUIRES(mutex_) { return is_ending_ || !cancels_.empty(); });
    if (is_ending_) return;
    const auto [session_id, turn_id] = std::move(cancels_.front());
    cancels_.pop_front();
    const OnCancel handler = on_cancel_;
    lock.unlock();
    if (handler) handler(session_id, turn_id);
    lock.lock();
  }
}

std::unique_ptr<MemoryLiveFeed> make_memory_live_feed() {
  return std::make_unique<MemoryLiveFeed>();
}

}  // namespace magic
