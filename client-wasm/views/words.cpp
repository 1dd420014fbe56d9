#include "client-wasm/views/words.h"

#include <cmath>
#include <cstdio>

#include "client-wasm/views/option_words.h"

namespace magic::words {
namespace {

constexpr const char* kDot = "  ·  ";

std::string plural(std::int64_t n, const char* one, const char* many) {
  return count(n) + " " + (n == 1 ? one : many);
}

std::string with_one_decimal(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

}  // namespace

std::string provider(ProviderId provider) {
  switch (provider) {
    case ProviderId::chatgpt:
      return "ChatGPT";
    case ProviderId::ollama:
      return "Ollama";
    case ProviderId::demo:
      return "Demo";
  }
  return {};
}

std::string provider_place(ProviderId provider) {
  switch (provider) {
    case ProviderId::chatgpt:
      return "cloud";
    case ProviderId::ollama:
      return "local";
    case ProviderId::demo:
      return "built in";
  }
  return {};
}

std::string duration(std::int64_t ms) {
  if (ms < 95) return std::to_string(ms) + " ms";  // "0.0 s" says nothing
  if (ms < 9950) return with_one_decimal(static_cast<double>(ms) / 1000.0) + " s";
  const std::int64_t seconds = (ms + 500) / 1000;
  if (seconds < 60) return std::to_string(seconds) + " s";
  return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s";
}

std::string count(std::int64_t n) {
  std::string digits = std::to_string(n);
  const std::size_t first = n < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string tokens(std::int64_t n) { return plural(n, "token", "tokens"); }
std::string messages(std::int64_t n) { return plural(n, "message", "messages"); }

std::string short_session_id(const std::string& id) {
  if (id.size() <= 22) return id;
  return id.substr(0, 13) + "…" + id.substr(id.size() - 6);
}

// In the smallest digits that say something: "$0.0004", "$0.12".
std::string cost(double usd) {
  char text[32];
  std::snprintf(text, sizeof text, usd < 0.01 ? "$%.4f" : "$%.2f", usd);
  return usd > 0 && usd < 0.0001 ? "under $0.0001" : text;
}

std::string badge(const Entry& answer) {
  const Message& message = answer.message;
  std::string line = provider(message.provider);
  if (!message.model.empty() && message.model != name_of(message.provider))
    line += " " + message.model;
  if (message.usage && message.usage->output_tokens)
    line += kDot + tokens(*message.usage->output_tokens);
  if (message.timing) {
    line += kDot + duration(message.timing->total_ms);
    if (message.timing->first_token_ms)
      line += ", first word after " + duration(*message.timing->first_token_ms);
    if (message.timing->tokens_per_second)
      line += kDot + count(std::llround(*message.timing->tokens_per_second)) + " tok/s";
  }
  if (message.cost_usd) line += kDot + cost(*message.cost_usd);
  if (answer.context)
    line += kDot + ("sent " + count(answer.context->sent_messages) + " of " +
                    messages(answer.context->stored_messages));
  else
    line += kDot + std::string(message.mode == Mode::stateful ? "memory on" : "memory off");
  return line;
}

std::string ending(Ending ending) {
  switch (ending) {
    case Ending::completed:
      return {};
    case Ending::length:
      return "Cut off: the answer reached the longest length allowed.";
    case Ending::filtered:
      return "Stopped by the provider's content filter.";
    case Ending::refused:
      return "The model declined to answer.";
    case Ending::cancelled:
      return "You stopped this answer.";
    case Ending::upstream_error:
      return "The provider failed before the answer was complete.";
    case Ending::disconnected:
      return "The connection broke before the answer was complete.";
  }
  return {};
}

namespace {

// What is known without asking the proxy.
std::string what_is_sent(const ChatModel& model) {
  const std::int64_t stored = stored_messages(model);
  if (model.mode == Mode::stateless)
    return stored == 0 ? "Sends only your message."
                       : "Sends only your message; " + messages(stored) +
                             (stored == 1 ? " stays" : " stay") + " in Redis, unsent.";
  return stored == 0
             ? "Sends your message, and from then on the conversation with it."
             : "Sends your message and the " + messages(stored) + " before it, as far as they fit.";
}

}  // namespace

std::string next_message(const ChatModel& model) {
  const std::string sent = model.preview ? preview(*model.preview) : what_is_sent(model);
  switch (model.provider) {
    case ProviderId::chatgpt:
      return sent + " Goes to OpenAI.";
    case ProviderId::ollama:
      return sent + " Goes to your own model server.";
    case ProviderId::demo:
      return sent + " Stays here: the demo is no language model.";
  }
  return sent;
}

Notice notice(const ChatModel& model) {
  if (model.link == Link::connecting) return {"Connecting to the proxy…", false, false};
  if (model.link == Link::offline)
    return {
        "The proxy does not answer. You can read and keep typing; nothing is lost, and this "
        "goes on by itself once the proxy is back."};
  if (!model.health.store_available)
    return {model.health.store_reason.empty()
                ? "Redis does not answer, and without it nothing can be stored."
                : model.health.store_reason};
  if (model.history == HistoryState::failed && model.history_error)
    return {"The stored messages could not be read. " + model.history_error->message};
  if (model.history == HistoryState::loading && model.history_total == 0)
    return {"Loading the conversation…", false, false};
  if (model.history == HistoryState::loading)
    return {"Loading the conversation: " + count(static_cast<std::int64_t>(model.history_place)) +
                " of " + messages(model.history_total) + "…",
            false, false};
  if (model.asks_for_cloud) {
    Notice notice;
    notice.text =
        "This chat is locked to this machine. With ChatGPT, what is sent of it goes to "
        "OpenAI.";
    notice.asks_for_cloud = true;
    return notice;
  }
  if (model.action_error) return {model.action_error->message};
  const ProviderStatus* status = status_of(model, model.provider);
  if (status != nullptr && status->available) return {};
  const ProviderStatus* demo = status_of(model, ProviderId::demo);
  Notice notice;
  notice.text = status != nullptr && !status->reason.empty()
                    ? status->reason
                    : provider(model.provider) + " is not available.";
  notice.offer_demo = model.provider != ProviderId::demo && demo != nullptr && demo->available;
  return notice;
}

std::string session_title(const SessionListModel& sessions, const std::string& session_id) {
  for (const SessionInfo& session : sessions.sessions)
    if (session.id == session_id && !session.title.empty()) return session.title;
  return "New chat";
}

std::string connection(const ChatModel& model) {
  if (model.link == Link::connecting) return "Connecting…";
  if (model.link == Link::offline) return "Not connected";
  return model.health.store_available ? "Connected" : "Redis is away";
}

std::string provider_state(const ChatModel& model, ProviderId provider) {
  const ProviderStatus* status = status_of(model, provider);
  if (model.link != Link::connected || status == nullptr) return "not known";
  return status->available ? "ready" : "unavailable";
}

}  // namespace magic::words
