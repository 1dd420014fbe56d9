#include "client-wasm/views/words.h"

#include <cmath>
#include <cstdio>

#include "client-wasm/model/shown_text.h"
#include "client-wasm/views/option_words.h"

namespace magic::words {
namespace {

constexpr const char* kDot = "  ·  ";

std::string with_one_decimal(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

}  // namespace

std::string provider(ProviderId provider) {
  switch (provider) {
    case ProviderId::chatgpt:
      return say(Word::provider_chatgpt);
    case ProviderId::ollama:
      return say(Word::provider_ollama);
    case ProviderId::demo:
      return say(Word::provider_demo);
  }
  return {};
}

std::string provider_place(ProviderId provider) {
  switch (provider) {
    case ProviderId::chatgpt:
      return say(Word::place_cloud);
    case ProviderId::ollama:
      return say(Word::place_local);
    case ProviderId::demo:
      return say(Word::place_built_in);
  }
  return {};
}

std::string duration(std::int64_t ms) {
  if (ms < 95) return say(Word::duration_ms, {std::to_string(ms)});  // "0.0 s" says nothing
  if (ms < 9950) return say(Word::duration_s, {with_one_decimal(static_cast<double>(ms) / 1000.0)});
  const std::int64_t seconds = (ms + 500) / 1000;
  if (seconds < 60) return say(Word::duration_s, {std::to_string(seconds)});
  return say(Word::duration_min_s, {std::to_string(seconds / 60), std::to_string(seconds % 60)});
}

std::string count(std::int64_t n) {
  std::string digits = std::to_string(n);
  const std::size_t first = n < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;)
    digits.insert(at -= 3, say(Word::thousands));
  return digits;
}

std::string tokens(std::int64_t n) { return say(Plural::tokens, n, {count(n)}); }
std::string messages(std::int64_t n) { return say(Plural::messages, n, {count(n)}); }

std::string short_session_id(const std::string& id) {
  if (id.size() <= 22) return id;
  return id.substr(0, 13) + "…" + id.substr(id.size() - 6);
}

std::string speed(double tokens_per_second) {
  return say(Word::speed, {count(std::llround(tokens_per_second))});
}

std::string unavailable(ProviderId id) { return say(Word::is_unavailable, {provider(id)}); }

// In the smallest digits that say something: "$0.0004", "$0.12".
std::string cost(double usd) {
  char text[32];
  std::snprintf(text, sizeof text, usd < 0.01 ? "$%.4f" : "$%.2f", usd);
  return usd > 0 && usd < 0.0001 ? say(Word::cost_least) : text;
}

std::string badge(const Entry& answer) {
  const Message& message = answer.message;
  std::string line = provider(message.provider);
  if (!message.model.empty() && message.model != name_of(message.provider))
    line += " " + shown_text(message.model);
  if (message.usage && message.usage->output_tokens)
    line += kDot + tokens(*message.usage->output_tokens);
  if (message.timing) {
    line += kDot + duration(message.timing->total_ms);
    if (message.timing->first_token_ms)
      line += ", " + say(Word::badge_first, {duration(*message.timing->first_token_ms)});
    if (message.timing->tokens_per_second) line += kDot + speed(*message.timing->tokens_per_second);
  }
  if (message.cost_usd) line += kDot + cost(*message.cost_usd);
  if (answer.context)
    line += kDot + say(Word::badge_sent, {count(answer.context->sent_messages),
                                          messages(answer.context->stored_messages)});
  else
    line += kDot + std::string(say(message.mode == Mode::stateful ? Word::memory_is_on
                                                                  : Word::memory_is_off));
  return line;
}

std::string ending(Ending ending) {
  switch (ending) {
    case Ending::completed:
      return {};
    case Ending::length:
      return say(Word::ending_length);
    case Ending::filtered:
      return say(Word::ending_filtered);
    case Ending::refused:
      return say(Word::ending_refused);
    case Ending::cancelled:
      return say(Word::ending_cancelled);
    case Ending::upstream_error:
      return say(Word::ending_upstream_error);
    case Ending::disconnected:
      return say(Word::ending_disconnected);
  }
  return {};
}

namespace {

// What is known without asking the proxy.
std::string what_is_sent(const ChatModel& model) {
  const std::int64_t stored = stored_messages(model);
  if (model.mode == Mode::stateless)
    return stored == 0 ? say(Word::sends_only_yours)
                       : say(Plural::sends_only_yours_of, stored, {messages(stored)});
  return stored == 0 ? say(Word::sends_from_now) : say(Word::sends_what_fits, {messages(stored)});
}

}  // namespace

std::string next_message(const ChatModel& model) {
  const std::string sent = model.preview ? preview(*model.preview) : what_is_sent(model);
  switch (model.provider) {
    case ProviderId::chatgpt:
      return sent + " " + say(Word::goes_to_openai);
    case ProviderId::ollama:
      return sent + " " + say(Word::goes_to_ollama);
    case ProviderId::demo:
      return sent + " " + say(Word::goes_to_demo);
  }
  return sent;
}

Notice notice(const ChatModel& model) {
  if (model.link == Link::connecting) return {say(Word::proxy_connecting), false, false};
  if (model.link == Link::offline && !model.link_problem.empty()) return {model.link_problem};
  if (model.link == Link::offline) return {say(Word::proxy_offline)};
  if (!model.health.store_available)
    return {model.health.store_reason.empty() ? say(Word::redis_away) : model.health.store_reason};
  if (model.history == HistoryState::failed && model.history_error)
    return {say(Word::history_failed, {model.history_error->message})};
  if (model.history == HistoryState::loading && model.history_total == 0)
    return {say(Word::history_loading), false, false};
  if (model.history == HistoryState::loading)
    return {say(Word::history_loading_of, {count(static_cast<std::int64_t>(model.history_place)),
                                           messages(model.history_total)}),
            false, false};
  if (model.asks_for_cloud) {
    Notice notice;
    notice.text = say(Word::chat_is_locked);
    notice.asks_for_cloud = true;
    return notice;
  }
  if (model.action_error) return {model.action_error->message};
  const ProviderStatus* status = status_of(model, model.provider);
  if (status != nullptr && status->available) return {};
  const ProviderStatus* demo = status_of(model, ProviderId::demo);
  Notice notice;
  notice.text =
      status != nullptr && !status->reason.empty() ? status->reason : unavailable(model.provider);
  notice.offer_demo = model.provider != ProviderId::demo && demo != nullptr && demo->available;
  return notice;
}

std::string session_title(const SessionListModel& sessions, const std::string& session_id) {
  for (const SessionInfo& session : sessions.sessions)
    if (session.id == session_id && !session.title.empty()) return shown_text(session.title);
  return say(Word::new_chat);
}

std::string connection(const ChatModel& model) {
  if (model.link == Link::connecting) return say(Word::connecting);
  if (model.link == Link::offline) return say(Word::not_connected);
  return model.health.store_available ? say(Word::connected) : say(Word::redis_is_away);
}

std::string provider_state(const ChatModel& model, ProviderId provider) {
  const ProviderStatus* status = status_of(model, provider);
  if (model.link != Link::connected || status == nullptr) return say(Word::provider_unknown);
  return status->available ? say(Word::provider_ready) : say(Word::provider_unavailable);
}

}  // namespace magic::words
