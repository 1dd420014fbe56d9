#include "client-wasm/views/compare_words.h"

#include "client-wasm/model/compare_lanes.h"
#include "client-wasm/model/shown_text.h"

namespace magic::words {
namespace {

constexpr const char* kUnknown = "–";

}  // namespace

std::string lane_letter(int slot) { return std::string(1, static_cast<char>('A' + slot)); }

std::string lane_name(int slot) { return say(Word::lane, {lane_letter(slot)}); }

std::string strategy(MemoryStrategy strategy) {
  switch (strategy) {
    case MemoryStrategy::none:
      return say(Word::lane_memory_off);
    case MemoryStrategy::full:
      return say(Word::lane_memory_full);
    case MemoryStrategy::last_n:
      return say(Word::strategy_last_n);
    case MemoryStrategy::token_budget:
      return say(Word::strategy_budget);
    case MemoryStrategy::summary:
      return say(Word::lane_memory_summary);
    case MemoryStrategy::provider:
      return say(Word::lane_memory_provider);
  }
  return {};
}

std::string memory(const LaneRequest& lane) {
  switch (strategy_of(lane)) {
    case MemoryStrategy::none:
      return say(Word::memory_is_off);
    case MemoryStrategy::full:
      return say(Word::lane_full);
    case MemoryStrategy::last_n:
      return say(Word::lane_last_n, {messages(lane.memory.n)});
    case MemoryStrategy::token_budget:
      return say(Word::lane_budget, {tokens(lane.memory.tokens)});
    case MemoryStrategy::summary:
      return say(Word::lane_summary, {messages(lane.memory.keep_last)});
    case MemoryStrategy::provider:
      return say(Word::lane_provider);
  }
  return {};
}

std::string memory_number(const LaneRequest& lane) {
  const int number = number_of(lane);
  if (number == 0) return {};
  return strategy_of(lane) == MemoryStrategy::token_budget ? tokens(number) : messages(number);
}

std::string plan(const LaneRequest& lane) {
  switch (strategy_of(lane)) {
    case MemoryStrategy::none:
      return say(Word::plan_none);
    case MemoryStrategy::full:
      return say(Word::plan_full);
    case MemoryStrategy::last_n:
      return say(Word::plan_last_n, {messages(lane.memory.n)});
    case MemoryStrategy::token_budget:
      return say(Word::plan_budget, {tokens(lane.memory.tokens)});
    case MemoryStrategy::summary:
      return say(Word::plan_summary, {messages(lane.memory.keep_last)});
    case MemoryStrategy::provider:
      return say(Word::plan_provider);
  }
  return {};
}

std::string asked_as(const LaneRequest& lane) {
  return say(Word::lane_asked_as,
             {memory(lane), provider(lane.provider) +
                                (lane.model ? " " + shown_text(*lane.model) : std::string())});
}

std::string preset(ComparePreset preset, const ChatModel& chat) {
  switch (preset) {
    case ComparePreset::off_on:
      return say(Word::preset_off_on);
    case ComparePreset::strategies:
      return say(Word::preset_strategies);
    case ComparePreset::providers: {
      std::string all;
      for (const ProviderId id : available_providers(chat))
        all = all.empty() ? provider(id) : say(Word::versus, {all, provider(id)});
      return all;
    }
  }
  return {};
}

std::string lane_problem(const CompareLane& lane) {
  if (lane.state != LaneState::settled || lane.answer.status == Ending::completed) return {};
  const std::optional<Error>& error = lane.answer.error;
  if (error && !error->message.empty() && lane.answer.status != Ending::cancelled)
    return error->message;
  return ending(lane.answer.status);
}

std::vector<Figure> figures(const CompareLane& lane) {
  const Message& answer = lane.answer;
  std::vector<Figure> rows{
      {say(Word::figure_sent), kUnknown},   {say(Word::figure_input), kUnknown},
      {say(Word::figure_answer), kUnknown}, {say(Word::first_token), kUnknown},
      {say(Word::figure_speed), kUnknown},  {say(Word::figure_cost), kUnknown}};
  if (lane.context && was_sent(lane)) {
    rows[0].value = say(Word::so_many_of, {count(lane.context->sent_messages),
                                           messages(lane.context->stored_messages)});
    const bool counted = (answer.usage && answer.usage->input_tokens) ||
                         lane.context->provider_input_tokens.has_value();
    const std::string input = tokens(input_tokens(lane));
    rows[1].value = counted ? input : say(Word::about, {input});
  }
  if (answer.usage && answer.usage->output_tokens)
    rows[2].value = tokens(*answer.usage->output_tokens);
  if (answer.timing) {
    if (answer.timing->first_token_ms) rows[3].value = duration(*answer.timing->first_token_ms);
    if (answer.timing->tokens_per_second) rows[4].value = speed(*answer.timing->tokens_per_second);
  }
  if (answer.cost_usd) rows[5].value = cost(*answer.cost_usd);
  return rows;
}

Notice compare_notice(const CompareModel& model, const ChatModel& chat) {
  if (chat.link != Link::connected || !chat.health.store_available) return notice(chat);
  if (model.refusal) return {model.refusal->message};
  if (compare_block(model, chat) == CompareBlock::locked) return {say(Word::lanes_locked)};
  if (compare_block(model, chat) != CompareBlock::none_available) return {};
  if (available_providers(chat).empty()) return {say(Word::lanes_no_provider)};
  return {say(Word::lanes_cannot_answer)};
}

std::string compare_line(const CompareModel& model, const ChatModel& chat) {
  if (model.running) {
    if (model.running->stopping) return say(Word::lanes_stopping);
    if (model.running->ahead > 0) return say(Word::lanes_waiting, {messages(model.running->ahead)});
    return say(Word::lanes_answering);
  }
  if (compare_block(model, chat) == CompareBlock::chat_is_busy)
    return say(Word::lanes_chat_is_busy);
  if (model.comparisons > 0) return say(Word::lanes_choose);
  const std::int64_t stored = stored_messages(chat);
  const std::string lanes = count(static_cast<std::int64_t>(model.lanes.size()));
  return stored == 0 ? say(Word::lanes_ask_empty, {lanes})
                     : say(Word::lanes_ask, {lanes, messages(stored)});
}

}  // namespace magic::words
