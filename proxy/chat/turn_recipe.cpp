#include "proxy/chat/turn_recipe.h"

#include <algorithm>
#include <utility>

#include "proxy/memory/past_turns.h"
#include "proxy/memory/summary_text.h"
#include "proxy/memory/token_calibration.h"

namespace magic {
namespace {

// Calls on_message(run, message) for each message of each run that is still there.
template <class OnMessage>
void for_each(const std::vector<ItemRun>& runs, const std::vector<Message>& messages,
              OnMessage&& on_message) {
  auto message = messages.begin();
  for (const ItemRun& run : runs) {
    const auto is_before = [](const Message& m, const std::string& id) { return m.id < id; };
    message = std::lower_bound(message, messages.end(), run.from, is_before);
    for (; message != messages.end() && message->id <= run.to; ++message) on_message(run, *message);
  }
}

std::string rebuilt_instructions(const TurnRecipe& recipe) {
  return instructions_with_summary(
      recipe.request.instructions.value_or(""),
      recipe.context.summary ? std::string_view(recipe.context.summary->text) : "");
}

}  // namespace

std::vector<ItemRun> compact(const std::vector<ContextItem>& items, std::size_t apart) {
  std::vector<ItemRun> runs;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const ContextItem& item = items[i];
    if (i > apart && runs.back().sent == item.sent && runs.back().reason == item.reason) {
      runs.back().to = item.message_id;
      ++runs.back().count;
    } else {
      runs.push_back({item.message_id, item.message_id, 1, item.sent, item.reason});
    }
  }
  return runs;
}

std::vector<ContextItem> expand(const std::vector<ItemRun>& runs, double token_factor,
                                const std::vector<Message>& messages) {
  std::vector<ContextItem> items;
  for_each(runs, messages, [&](const ItemRun& run, const Message& message) {
    items.push_back({message.id, message.role, run.sent, run.reason,
                     calibrated_message_tokens(message.text, token_factor)});
  });
  return items;
}

ContextReport report_of(const TurnRecipe& recipe, const std::vector<Message>& messages) {
  ContextReport report = recipe.context;
  report.items = expand(recipe.runs, recipe.token_factor, messages);
  return report;
}

void keep_instructions(TurnRecipe& recipe, std::string_view sent) {
  recipe.instructions.reset();
  if (sent != rebuilt_instructions(recipe)) recipe.instructions = std::string(sent);
}

std::optional<Prompt> prompt_of(const TurnRecipe& recipe, const std::vector<Message>& messages) {
  std::int64_t expected = 0;
  for (const ItemRun& run : recipe.runs) expected += run.sent ? run.count : 0;

  std::vector<const Message*> sent;
  for_each(recipe.runs, messages, [&](const ItemRun& run, const Message& message) {
    if (run.sent) sent.push_back(&message);
  });
  if (static_cast<std::int64_t>(sent.size()) != expected) return std::nullopt;

  Prompt prompt;
  prompt.messages = in_turn_order(sent);
  prompt.model = recipe.model;
  prompt.instructions = recipe.instructions.value_or(rebuilt_instructions(recipe));
  prompt.stream = recipe.stream;
  prompt.max_output_tokens = recipe.max_output_tokens;
  prompt.temperature = recipe.request.temperature;
  prompt.previous_response_id = recipe.context.previous_response_id;
  prompt.keep_at_provider = recipe.context.strategy == MemoryStrategy::provider;
  prompt.request_id = recipe.request_id;
  return prompt;
}

}  // namespace magic
