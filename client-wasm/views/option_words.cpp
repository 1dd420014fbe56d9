#include "client-wasm/views/option_words.h"

#include "client-wasm/views/words.h"

namespace magic::words {

std::string strategy(const MemoryChoice& memory) {
  switch (memory.strategy) {
    case MemoryStrategy::last_n:
      return say(Plural::last_messages, memory.n, {count(memory.n)});
    case MemoryStrategy::token_budget:
      return say(Word::up_to, {tokens(memory.tokens)});
    case MemoryStrategy::summary:
      return say(Word::summary_and_last, {count(memory.keep_last)});
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
      return say(Word::strategy_none);
    case MemoryStrategy::full:
      return say(Word::strategy_full);
    case MemoryStrategy::last_n:
      return say(Word::strategy_last_n);
    case MemoryStrategy::token_budget:
      return say(Word::strategy_budget);
    case MemoryStrategy::summary:
      return say(Word::strategy_summary);
    case MemoryStrategy::provider:
      return say(Word::strategy_provider);
  }
  return {};
}

std::string strategy_detail(MemoryStrategy strategy) {
  switch (strategy) {
    case MemoryStrategy::full:
      return say(Word::detail_full);
    case MemoryStrategy::last_n:
      return say(Word::detail_last_n);
    case MemoryStrategy::token_budget:
      return say(Word::detail_budget);
    case MemoryStrategy::summary:
      return say(Word::detail_summary);
    case MemoryStrategy::provider:
      return say(Word::detail_provider);
    case MemoryStrategy::none:
      return {};
  }
  return {};
}

std::string strategy_number(MemoryStrategy strategy) {
  switch (strategy) {
    case MemoryStrategy::last_n:
      return say(Word::number_messages);
    case MemoryStrategy::token_budget:
      return say(Word::number_tokens);
    case MemoryStrategy::summary:
      return say(Word::number_words);
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
  if (tokens < 1000) return say(Plural::tokens, tokens, {count(tokens)});
  return say(Word::thousand_tokens, {count((tokens + 500) / 1000)});
}

int changed_options(const ChatModel& model) {
  const Options& options = model.options;
  const bool warmth = options.temperature && takes_temperature(model.provider, chosen_model(model));
  return (options.instructions.empty() ? 0 : 1) + (warmth ? 1 : 0) +
         (options.max_output_tokens ? 1 : 0);
}

std::string preview(const ContextReport& report) {
  const std::int64_t sent = report.sent_messages, stored = report.stored_messages;
  const std::string what = sent != stored ? say(Word::so_many_of, {count(sent), messages(stored)})
                           : stored == 1  ? messages(stored)
                                          : say(Word::all_of, {messages(stored)});
  const std::string about = count(report.estimated_tokens);
  if (report.window_tokens <= 0) return say(Word::preview, {what, about});
  return say(Word::preview_of, {what, about, count(report.window_tokens)});
}

std::string thought(const Entry& answer) {
  if (answer.message.reasoning.empty()) return {};
  if (answer.thought_ms) return say(Word::thought_for, {duration(*answer.thought_ms)});
  if (answer.state == EntryState::waiting) return say(Word::thinking);
  if (answer.message.usage && answer.message.usage->reasoning_tokens)
    return say(Word::thought_for, {tokens(*answer.message.usage->reasoning_tokens)});
  return say(Word::its_reasoning);
}

std::string waiting(const Entry& answer) {
  if (answer.turns_ahead > 0)
    return say(Plural::waiting_for_turns, answer.turns_ahead, {count(answer.turns_ahead)});
  return say(Word::lane_waiting, {provider(answer.message.provider)});
}

}  // namespace magic::words
