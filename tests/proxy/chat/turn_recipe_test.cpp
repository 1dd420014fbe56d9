#include "proxy/chat/turn_recipe.h"

#include <catch2/catch_test_macros.hpp>

#include "proxy/chat/turn_recipe_json.h"
#include "tests/proxy/memory/random_session.h"

using namespace magic;

namespace {

// As the service makes one, before the answer.
TurnRecipe recipe_of(const PlanRequest& request, const StoredMemory& past,
                     const ContextPlan& plan) {
  TurnRecipe recipe;
  recipe.request.mode = request.mode;
  recipe.request.memory = request.memory;
  if (!request.instructions.empty()) recipe.request.instructions = request.instructions;
  recipe.without = request.without;
  recipe.model = request.model;
  recipe.max_output_tokens = request.answer_tokens;
  recipe.token_factor = request.token_factor;
  recipe.context = plan.report;
  recipe.context.items.clear();
  recipe.runs = compact(plan.report.items, past.older_pinned.size());
  keep_instructions(recipe, plan.instructions);
  return recipe;
}

TurnRecipe example() {
  const StoredMemory past = conversation(3);
  TurnRecipe recipe = recipe_of(asking({MemoryStrategy::last_n, 2}), past,
                                plan_context(asking({MemoryStrategy::last_n, 2}), past, kNew));
  recipe.request = {
      Mode::stateful, ProviderId::ollama, "m", "Be brief.", 50, 0.5, {MemoryStrategy::last_n, 2}};
  recipe.without = {"m0000000001", "m0000000003"};
  recipe.stream = true;
  recipe.token_factor = 1.0 / 3;
  recipe.instructions = "Something else.";
  recipe.trace = {
      "ollama",
      "http://localhost:11434/api/chat",
      120,
      "00ff",
      200,
      "resp",
      "req",
      17,
      {{ProviderId::chatgpt, 503, "upstream_error", 0}, {ProviderId::ollama, 0, "", 250}}};
  recipe.request_id = "r-1";
  return recipe;
}

std::vector<Message> with_new(std::vector<Message> messages) {
  messages.push_back(kNew);
  return messages;
}

}  // namespace

TEST_CASE("a recipe survives being stored, in one line") {
  const TurnRecipe recipe = example();
  const std::string line = to_json(recipe);
  CHECK(line.find('\n') == std::string::npos);
  CHECK(turn_recipe_from_json(line).value() == recipe);
  CHECK(turn_recipe_from_json(to_json(TurnRecipe{})).value() == TurnRecipe{});
}

TEST_CASE("a damaged recipe is an error or has holes, but harms nothing") {
  CHECK_FALSE(turn_recipe_from_json(""));
  CHECK_FALSE(turn_recipe_from_json("[]"));
  CHECK_FALSE(turn_recipe_from_json(std::string(100'000, '[')));
  CHECK(turn_recipe_from_json(R"({"runs":[7,{"from":1}],"context":"x","upstream":{"attempts":3},
      "without":[1,"m1"],"request":{"mode":"sometimes"}})")
            .value()
            .without == std::set<std::string>{"m1"});
}

TEST_CASE("messages that went the same way are one run, so that a long session stays small") {
  const StoredMemory past = conversation(5000);
  const ContextPlan plan = plan_context(asking({MemoryStrategy::last_n, 4}), past, kNew);
  const std::vector<ItemRun> runs = compact(plan.report.items, 0);
  CHECK(runs == std::vector<ItemRun>{{id_at(0), id_at(9995), 9996, false, ContextReason::last_n},
                                     {id_at(9996), id_at(9999), 4, true, ContextReason::history},
                                     {kNew.id, kNew.id, 1, true, ContextReason::new_message}});
  CHECK(to_json(recipe_of(asking(), past, plan)).size() < 1500);
}

TEST_CASE("a deleted message is missing in the report, and the request cannot be made again") {
  const TurnRecipe recipe = example();
  std::vector<Message> messages = with_new(conversation(3).messages);
  REQUIRE(prompt_of(recipe, messages));
  messages.erase(messages.begin() + 4);
  CHECK(report_of(recipe, messages).items.size() == 6);
  CHECK_FALSE(prompt_of(recipe, messages));
  // One that was not sent is no loss for the request.
  messages = with_new(conversation(3).messages);
  messages.erase(messages.begin());
  CHECK(report_of(recipe, messages).items.size() == 6);
  CHECK(prompt_of(recipe, messages));
}

TEST_CASE("a prompt is made again from the recipe and the messages") {
  const Prompt prompt = prompt_of(example(), with_new(conversation(3).messages)).value();
  CHECK(prompt.model == "m");
  CHECK(prompt.instructions == "Something else.");
  CHECK(prompt.messages == std::vector<PromptMessage>{{Role::user, "q2"},
                                                      {Role::assistant, "a2"},
                                                      {Role::user, kNew.text}});
  CHECK(prompt.stream);
  CHECK(prompt.max_output_tokens == 100);
  CHECK(prompt.temperature == 0.5);
  CHECK(prompt.request_id == "r-1");
  CHECK_FALSE(prompt.keep_at_provider);
}

TEST_CASE("instructions are kept only when they cannot be made again") {
  TurnRecipe recipe;
  recipe.request.instructions = "Be brief.";
  keep_instructions(recipe, "Be brief.");
  CHECK_FALSE(recipe.instructions);
  recipe.context.summary = SummaryReport{};
  recipe.context.summary->text = "Alice has a dog.";
  keep_instructions(recipe, "Be brief.\n\nSummary of the earlier conversation:\nAlice has a dog.");
  CHECK_FALSE(recipe.instructions);
  keep_instructions(recipe, "Be brief.");
  CHECK(recipe.instructions == "Be brief.");
}

TEST_CASE("any plan's report and prompt come back the same from its stored recipe") {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    INFO("seed " << seed);
    RandomSession session(seed);
    const StoredMemory past = session.past();
    const PlanRequest request = session.request();
    // The whole session and not only what was read; and what came after the question.
    std::vector<Message> messages = with_new(session.messages());
    messages.push_back(answer(99'999, "new", "later"));
    const ContextPlan plan = plan_context(request, past, kNew);
    const TurnRecipe recipe =
        turn_recipe_from_json(to_json(recipe_of(request, past, plan))).value();
    REQUIRE(report_of(recipe, messages) == plan.report);
    const std::optional<Prompt> prompt = prompt_of(recipe, messages);
    REQUIRE(prompt);
    REQUIRE(prompt->messages == plan.messages);
    REQUIRE(prompt->instructions == plan.instructions);
    REQUIRE(prompt->previous_response_id == plan.previous_response_id);
    REQUIRE_FALSE(recipe.instructions);
  }
}
