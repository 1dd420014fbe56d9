#include "client-wasm/control/chat_control.h"

#include <algorithm>
#include <variant>

#include "client-wasm/api/talk_calls.h"
#include "client-wasm/model/connection.h"
#include "client-wasm/model/history.h"

namespace magic {

int ChatControl::tick() {
  if (!asking_health_ && Clock::now() >= next_health_) {
    asking_health_ = true;
    context_.api.health([this](const Result<Health>& health) { take_health(health); });
  }
  if (asking_health_) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_health_ - Clock::now());
  return std::max(0, static_cast<int>(left.count()));
}

void ChatControl::take_health(const Result<Health>& health) {
  ChatModel& chat = context_.chat;
  asking_health_ = false;
  // Most of the time nothing is new, and then nothing is drawn.
  const Link link_before = chat.link;
  const Health health_before = chat.health;
  const ProviderId provider_before = chat.provider;
  if (health.ok())
    apply_health(chat, health.value());
  else
    apply_no_connection(chat);
  // As opposed to one that is away: it asks for a token, or does not serve us.
  const bool refused = !health.ok() && health.error().code != ErrorCode::network;
  chat.link_problem = refused ? health.error().message : std::string();
  if (chat.link != link_before || !(chat.health == health_before) ||
      chat.provider != provider_before)
    context_.changed();
  next_health_ = Clock::now() + std::chrono::milliseconds(health_interval_ms(chat));

  const bool usable = chat.link == Link::connected && chat.health.store_available;
  if (!usable || !reload_when_connected_ || chat.turn) return;
  reload_when_connected_ = false;
  reload();
}

void ChatControl::reconnect() {
  context_.chat.link = Link::connecting;
  reload_when_connected_ = true;
  next_health_ = {};
}

// ---- which session is open, and what is stored of it --------------------------------------------

void ChatControl::open_new() {
  leave();
  open_new_session(context_.chat, context_.new_session_id());
}

void ChatControl::open(const std::string& session_id) {
  leave();
  open_stored_session(context_.chat, session_id);
  load_page(std::nullopt);
  context_.changed();
}

void ChatControl::leave() {
  if (running_turn_) context_.api.stop(*running_turn_);
  running_turn_.reset();
  reload_when_connected_ = false;
}

void ChatControl::reload() {
  if (context_.chat.turn) return;
  begin_reload(context_.chat);
  load_page(std::nullopt);
}

void ChatControl::load_page(const std::optional<std::string>& after) {
  context_.api.messages(
      context_.chat.session_id, after,
      [this, session_id = context_.chat.session_id](const Result<MessagePage>& page) {
        context_.changed();
        take_page(session_id, page);
      });
}

void ChatControl::take_page(const std::string& session_id, const Result<MessagePage>& page) {
  if (page.ok()) {
    if (const auto next = apply_page(context_.chat, page.value())) load_page(next);
    return;
  }
  apply_history_error(context_.chat, session_id, page.error());
  // Where the proxy or Redis is away, it is read once they are back.
  const ErrorCode why = page.error().code;
  if (session_id == context_.chat.session_id &&
      (why == ErrorCode::network || why == ErrorCode::store_unavailable))
    reload_when_connected_ = true;
}

void ChatControl::clear() {
  ChatModel& chat = context_.chat;
  chat.clear_error.reset();
  chat.clearing = true;
  context_.api.clear(chat.session_id, [this, session = chat.session_id](const Status& status) {
    context_.changed();
    if (session == context_.chat.session_id) context_.chat.clearing = false;
    if (status.ok())
      apply_cleared(context_.chat, session);
    else
      apply_clear_error(context_.chat, session, status.error());
  });
}

// ---- its turn -----------------------------------------------------------------------------------

void ChatControl::start(const OutgoingTurn& turn) {
  const auto hears = [this, number = turn.number](const ChatEvent& event) { hear(number, event); };
  running_turn_ = turn.replay ? replay(context_.api, *turn.replay, hears)
                              : context_.api.chat(turn.request, hears);
}

void ChatControl::hear(int turn_number, const ChatEvent& event) {
  ChatModel& chat = context_.chat;
  context_.changed();
  const bool was_active = chat.turn && chat.turn->number == turn_number;
  const auto now =
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch());
  apply(chat, turn_number, event, now.count());
  if (!was_active || chat.turn) return;
  running_turn_.reset();
  // Whether the proxy has stored the rest is known only to the proxy: read it back.
  const auto* failed = std::get_if<TurnFailed>(&event);
  if (failed == nullptr || failed->failure.error.code != ErrorCode::network) return;
  reload_when_connected_ = true;
  next_health_ = {};
}

// The proxy ends the turn, so that it is stored as what it is: cancelled. Where it does not know of
// the turn yet, or cannot be asked, hanging up must do.
void ChatControl::stop() {
  ChatModel& chat = context_.chat;
  const bool is_second_time = chat.turn && chat.turn->stopping;
  if (!stop_turn(chat) || !running_turn_) return;
  const std::string turn_id = chat.entries.back().message.turn_id;
  if (is_second_time || turn_id.empty()) return context_.api.stop(*running_turn_);
  context_.api.cancel_turn(chat.session_id, turn_id,
                           [this, request = *running_turn_](const Status& status) {
                             if (!status.ok() && running_turn_ == request)
                               context_.api.stop(request);
                           });
}

}  // namespace magic
