#include "client-wasm/views/compare_words.h"

#include <cmath>

#include "client-wasm/model/compare_lanes.h"

namespace magic::words {
namespace {

constexpr const char* kUnknown = "–";

}  // namespace

std::string lane_name(int slot) { return std::string("Lane ") + static_cast<char>('A' + slot); }

std::string strategy(MemoryStrategy strategy) {
  switch (strategy) {
    case MemoryStrategy::none:
      return "Memory off";
    case MemoryStrategy::full:
      return "Full memory";
    case MemoryStrategy::last_n:
      return "Last messages";
    case MemoryStrategy::token_budget:
      return "Token budget";
    case MemoryStrategy::summary:
      return "Summary";
    case MemoryStrategy::provider:
      return "Kept by OpenAI";
  }
  return {};
}

std::string memory(const LaneRequest& lane) {
  switch (strategy_of(lane)) {
    case MemoryStrategy::none:
      return "memory off";
    case MemoryStrategy::full:
      return "full memory";
    case MemoryStrategy::last_n:
      return "last " + messages(lane.memory.n);
    case MemoryStrategy::token_budget:
      return "budget of " + tokens(lane.memory.tokens);
    case MemoryStrategy::summary:
      return "summary and last " + messages(lane.memory.keep_last);
    case MemoryStrategy::provider:
      return "memory kept by OpenAI";
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
      return "Will be sent only your message.";
    case MemoryStrategy::full:
      return "Will be sent the whole chat, as far as it fits.";
    case MemoryStrategy::last_n:
      return "Will be sent the last " + messages(lane.memory.n) + " with yours.";
    case MemoryStrategy::token_budget:
      return "Will be sent as much of the chat as fits " + tokens(lane.memory.tokens) + ".";
    case MemoryStrategy::summary:
      return "Will be sent a summary of the chat and the last " + messages(lane.memory.keep_last) +
             " word for word. A new summary is a call of its own.";
    case MemoryStrategy::provider:
      return "Will be sent only your message: OpenAI has kept what was said before.";
  }
  return {};
}

std::string asked_as(const LaneRequest& lane) {
  return "Answered before you changed this lane: " + memory(lane) + ", " + provider(lane.provider) +
         (lane.model ? " " + *lane.model : std::string()) + ".";
}

std::string preset(ComparePreset preset, const ChatModel& chat) {
  switch (preset) {
    case ComparePreset::off_on:
      return "Off vs on";
    case ComparePreset::strategies:
      return "Strategies";
    case ComparePreset::providers: {
      std::string all;
      for (const ProviderId id : available_providers(chat))
        all += (all.empty() ? "" : " vs ") + provider(id);
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
  std::vector<Figure> rows{{"Sent", kUnknown},        {"Input", kUnknown}, {"Answer", kUnknown},
                           {"First token", kUnknown}, {"Speed", kUnknown}, {"Cost", kUnknown}};
  if (lane.context && was_sent(lane)) {
    rows[0].value =
        count(lane.context->sent_messages) + " of " + messages(lane.context->stored_messages);
    const bool counted = (answer.usage && answer.usage->input_tokens) ||
                         lane.context->provider_input_tokens.has_value();
    rows[1].value = (counted ? "" : "about ") + tokens(input_tokens(lane));
  }
  if (answer.usage && answer.usage->output_tokens)
    rows[2].value = tokens(*answer.usage->output_tokens);
  if (answer.timing) {
    if (answer.timing->first_token_ms) rows[3].value = duration(*answer.timing->first_token_ms);
    if (answer.timing->tokens_per_second)
      rows[4].value = count(std::llround(*answer.timing->tokens_per_second)) + " tok/s";
  }
  if (answer.cost_usd) rows[5].value = cost(*answer.cost_usd);
  return rows;
}

Notice compare_notice(const CompareModel& model, const ChatModel& chat) {
  if (chat.link != Link::connected || !chat.health.store_available) return notice(chat);
  if (model.refusal) return {model.refusal->message};
  if (compare_block(model, chat) == CompareBlock::locked)
    return {
        "This chat is locked to this machine, and a lane would send it to OpenAI. Choose another "
        "provider there, or unlock the chat under its message field."};
  if (compare_block(model, chat) != CompareBlock::none_available) return {};
  if (available_providers(chat).empty())
    return {
        "No provider is available now. This goes on by itself once one is; the README says how to "
        "set one up."};
  return {
      "None of these lanes can answer now. Choose another provider in a lane, or other lanes "
      "above."};
}

std::string compare_line(const CompareModel& model, const ChatModel& chat) {
  if (model.running) {
    if (model.running->stopping) return "Stopping…";
    if (model.running->ahead > 0)
      return "Waiting for " + messages(model.running->ahead) +
             " of this chat to be answered first.";
    return "The lanes are answering.";
  }
  if (compare_block(model, chat) == CompareBlock::chat_is_busy)
    return "The chat is being answered; the lanes can be asked after that.";
  if (model.comparisons > 0)
    return "The chat goes on with the first answer until you choose another one.";
  const std::int64_t stored = stored_messages(chat);
  const std::string lanes =
      "Asks " + count(static_cast<std::int64_t>(model.lanes.size())) + " lanes at once";
  return stored == 0 ? lanes + ". This chat is empty, so there is nothing to remember yet."
                     : lanes + ", in this chat of " + messages(stored) + ".";
}

}  // namespace magic::words
