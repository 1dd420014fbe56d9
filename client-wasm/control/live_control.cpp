#include "client-wasm/control/live_control.h"

#include <algorithm>

#include "client-wasm/api/session_calls.h"
#include "client-wasm/model/live.h"

namespace magic {
namespace {

constexpr int kFirstWaitMs = 1000, kLongestWaitMs = 30'000;

int wait_after(int failures) {
  int wait = kFirstWaitMs;
  for (int i = 1; i < failures && wait < kLongestWaitMs; ++i) wait *= 2;
  return std::min(wait, kLongestWaitMs);
}

}  // namespace

int LiveControl::tick() {
  follow_session();
  if (context_.attention() == Attention::hidden) {
    hang_up();
    return -1;
  }
  retry_held();
  read_again_when_possible();
  if (stream_) return -1;
  // While the proxy or Redis is away, its health is asked for, and the answer makes a tick.
  if (context_.chat.link != Link::connected || !context_.chat.health.store_available) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_try_ - Clock::now());
  if (left.count() > 0) return static_cast<int>(left.count());
  connect();
  return -1;
}

void LiveControl::follow_session() {
  if (context_.chat.session_id == session_id_) return;
  hang_up();
  session_id_ = context_.chat.session_id;
  last_event_.clear();
  held_.clear();
  reload_wanted_ = reading_on_wanted_ = false;
  failures_ = 0;
  next_try_ = {};
}

void LiveControl::hang_up() {
  if (!stream_) return;
  ++stream_number_;
  context_.api.stop(*stream_);
  stream_.reset();
}

void LiveControl::connect() {
  const int number = ++stream_number_;
  const auto is_this = [this, number] { return number == stream_number_; };
  SessionWatch watch;
  watch.on_open = [this, is_this, is_first = last_event_.empty()] {
    if (!is_this()) return;
    failures_ = 0;
    if (is_first) reading_on_wanted_ = true;
  };
  watch.on_event = [this, is_this](const std::string& id, const SessionEvent& event) {
    if (!is_this()) return;
    if (!id.empty()) last_event_ = id;
    take(event);
  };
  watch.on_end = [this, is_this] {
    if (is_this()) ended();
  };
  stream_ = watch_session(context_.api, session_id_, last_event_, std::move(watch));
}

void LiveControl::ended() {
  stream_.reset();
  next_try_ = Clock::now() + std::chrono::milliseconds(wait_after(++failures_));
}

void LiveControl::take(const SessionEvent& event) {
  if (event.kind == SessionEvent::Kind::session) return on_session_(event.session);
  switch (apply_live(context_.chat, event)) {
    case LiveOutcome::unchanged:
      break;
    case LiveOutcome::changed:
      context_.changed();
      break;
    case LiveOutcome::later:
      held_.push_back(event);
      break;
    case LiveOutcome::reload:
      held_.clear();
      reload_wanted_ = true;
      context_.changed();
      break;
  }
}

// In order; what still cannot be told is held again.
void LiveControl::retry_held() {
  if (held_.empty()) return;
  for (const SessionEvent& event : std::exchange(held_, {})) take(event);
}

void LiveControl::read_again_when_possible() {
  if (context_.chat.turn || context_.chat.history != HistoryState::ready) return;
  if (std::exchange(reload_wanted_, false)) {
    reading_on_wanted_ = false;
    context_.reload_history();
  } else if (std::exchange(reading_on_wanted_, false)) {
    read_on(last_stored_id(context_.chat));
  }
}

// The history was read before the stream was open: what came between stands after its last message.
void LiveControl::read_on(const std::string& after) {
  context_.api.messages(session_id_, after.empty() ? std::nullopt : std::optional(after),
                        [this, session = session_id_](const Result<MessagePage>& page) {
                          if (session != session_id_ || !page) return;
                          for (const Message& message : page.value().messages) {
                            SessionEvent stored;
                            stored.kind = SessionEvent::Kind::message;
                            stored.turn_id = message.turn_id;
                            stored.message = message;
                            take(stored);
                          }
                          if (page.value().next && !page.value().messages.empty())
                            read_on(*page.value().next);
                        });
}

}  // namespace magic
