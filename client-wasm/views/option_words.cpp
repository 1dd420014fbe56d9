#include "client-wasm/views/option_words.h"

#include "client-wasm/views/words.h"

namespace magic::words {

std::string strategy(const MemoryChoice& memory) {
  switch (memory.strategy) {
    case MemoryStrategy::last_n:
      return memory.n == 1 ? "Last message" : "Last " + messages(memory.n);
    case MemoryStrategy::token_budget:
      return "Up to " + tokens(memory.tokens);
    case MemoryStrategy::summary:
      return "Summary + last " + count(memory.keep_last);
    case MemoryStrategy::none:
    case MemoryStrategy::full:
    case MemoryStrategy::provider:
      return strategy_name(memory.strategy);
  }
  return {};
}

std::string strategy_name(MemoryStrategy strategy) {
  switch (strategy) {
    case MemoryStrategy::none:
      return "Nothing";
    case MemoryStrategy::full:
      return "Whole conversation";
    case MemoryStrategy::last_n:
      return "Last messages";
    case MemoryStrategy::token_budget:
      return "Token budget";
    case MemoryStrategy::summary:
      return "Rolling summary";
    case MemoryStrategy::provider:
      return "Held by OpenAI";
  }
  return {};
}

std::string strategy_detail(MemoryStrategy strategy) {
  switch (strategy) {
    case MemoryStrategy::full:
      return "all that fits";
    case MemoryStrategy::last_n:
      return "the newest ones";
    case MemoryStrategy::token_budget:
      return "newest first";
    case MemoryStrategy::summary:
      return "old ones in short";
    case MemoryStrategy::provider:
      return "stored in the cloud";
    case MemoryStrategy::none:
      return {};
  }
  return {};
}

std::string strategy_number(MemoryStrategy strategy) {
  switch (strategy) {
    case MemoryStrategy::last_n:
      return "Messages";
    case MemoryStrategy::token_budget:
      return "Tokens";
    case MemoryStrategy::summary:
      return "Word for word";
    case MemoryStrategy::none:
    case MemoryStrategy::full:
    case MemoryStrategy::provider:
      return {};
  }
  return {};
}

std::string chosen_model(const ChatModel& model) {
  const auto chosen = model.options.models.find(model.provider);
  if (chosen != model.options.models.end()) return chosen->second;
  const ProviderStatus* status = status_of(model, model.provider);
  return status == nullptr ? std::string() : status->model;
}

std::string window(int tokens) {
  if (tokens <= 0) return {};
  if (tokens < 1000) return count(tokens) + " tokens";
  return count((tokens + 500) / 1000) + "k tokens";
}

int changed_options(const ChatModel& model) {
  const Options& options = model.options;
  const bool warmth = options.temperature && takes_temperature(model.provider, chosen_model(model));
  return (options.instructions.empty() ? 0 : 1) + (warmth ? 1 : 0) +
         (options.max_output_tokens ? 1 : 0);
}

std::string preview(const ContextReport& report) {
  const std::int64_t sent = report.sent_messages, stored = report.stored_messages;
  std::string text = "Sends ";
  if (sent == stored)
    text += stored == 1 ? "1 message" : "all " + messages(stored);
  else
    text += count(sent) + " of " + messages(stored);
  text += ", about " + count(report.estimated_tokens);
  if (report.window_tokens > 0) text += " of " + count(report.window_tokens);
  return text + " tokens.";
}

std::string thought(const Entry& answer) {
  if (answer.message.reasoning.empty()) return {};
  if (answer.thought_ms) return "Thought for " + duration(*answer.thought_ms);
  if (answer.state == EntryState::waiting) return "Thinking…";
  if (answer.message.usage && answer.message.usage->reasoning_tokens)
    return "Thought for " + tokens(*answer.message.usage->reasoning_tokens);
  return "Its reasoning";
}

std::string waiting(const Entry& answer) {
  if (answer.turns_ahead > 0)
    return "Waiting for " + count(answer.turns_ahead) +
           (answer.turns_ahead == 1 ? " other turn…" : " other turns…");
  return "Waiting for " + provider(answer.message.provider) + "…";
}

}  // namespace magic::words
