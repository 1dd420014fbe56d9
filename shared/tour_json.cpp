#include "shared/tour_json.h"

#include <algorithm>
#include <utility>

#include "shared/json_parts.h"

namespace magic {
namespace {

std::optional<TourProvider> tour_provider_from(std::string_view name) {
  if (name == "chosen") return TourProvider::chosen;
  if (name == "other") return TourProvider::other;
  return std::nullopt;
}

// The index of an earlier step that says something, from its number in the file.
std::optional<std::size_t> earlier_step(const std::int64_t number,
                                        const std::vector<TourStep>& before) {
  if (number < 1 || number > static_cast<std::int64_t>(before.size())) return std::nullopt;
  const auto index = static_cast<std::size_t>(number - 1);
  if (before[index].kind != TourStepKind::say) return std::nullopt;
  return index;
}

std::vector<std::string> read_texts(JsonFields& fields, const char* key) {
  std::vector<std::string> texts;
  const Json* list = fields.array(key);
  if (list == nullptr) return texts;
  for (const Json& entry : *list) {
    const auto* text = entry.get_ptr<const Json::string_t*>();
    if (text == nullptr || text->empty())
      fields.fail(key, "must be a list of texts that are not empty");
    else
      texts.push_back(*text);
  }
  return texts;
}

constexpr std::string_view kEarlierStep =
    "must be the number of an earlier step that says something, counted from 1";

std::vector<std::size_t> read_steps(JsonFields& fields, const char* key,
                                    const std::vector<TourStep>& before) {
  std::vector<std::size_t> steps;
  const Json* list = fields.array(key);
  if (list == nullptr) return steps;
  for (const Json& entry : *list) {
    std::optional<std::size_t> step;
    if (entry.is_number_integer()) step = earlier_step(entry.get<std::int64_t>(), before);
    if (step)
      steps.push_back(*step);
    else
      fields.fail(key, kEarlierStep);
  }
  return steps;
}

TourExpectation read_expectation(JsonFields& step, const std::vector<TourStep>& before) {
  TourExpectation expect;
  const Json* value = step.object("expect");
  if (value == nullptr) return expect;
  JsonFields fields(*value, step.path_of("expect"));
  expect.contains_any = read_texts(fields, "contains_any");
  expect.not_contains = read_texts(fields, "not_contains");
  expect.sent = read_steps(fields, "sent", before);
  expect.left_out = read_steps(fields, "left_out", before);
  step.fail_as(fields.error());
  return expect;
}

TourStep read_step(JsonFields& fields, const std::vector<TourStep>& before) {
  TourStep step;
  step.sentence = fields.string("sentence").value_or("");
  const std::pair<const char*, TourStepKind> kMarks[] = {{"pin", TourStepKind::pin},
                                                         {"exclude", TourStepKind::exclude},
                                                         {"unmark", TourStepKind::unmark}};
  for (const auto& [key, kind] : kMarks) {
    const std::optional<std::int64_t> number = fields.integer(key);
    if (!number) continue;
    step.kind = kind;
    const std::optional<std::size_t> target = earlier_step(*number, before);
    if (!target) fields.fail(key, kEarlierStep);
    step.target = target.value_or(0);
    return step;
  }
  step.say = fields.required_string("say");
  const LaneChanges lane = read_changes(fields, ChatLimits{});
  step.mode = lane.mode.value_or(Mode::stateless);
  step.memory = lane.memory.value_or(MemoryChoice{});
  step.provider = fields.named("with", tour_provider_from, TourProvider::chosen, "chosen, other");
  step.expect = read_expectation(fields, before);
  return step;
}

bool is_scenario_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

TourScenario read_scenario(JsonFields& fields) {
  TourScenario scenario;
  scenario.id = fields.required_string("id");
  if (!is_scenario_id(scenario.id)) fields.fail("id", "must be characters out of a-z, 0-9 and -");
  scenario.title = fields.required_string("title");
  scenario.shows = fields.required_string("shows");
  if (fields.any("only_with") != nullptr)
    scenario.only_with =
        fields.named("only_with", provider_from, ProviderId::chatgpt, kProviderNames);
  scenario.needs_two_providers = fields.boolean("needs_two_providers").value_or(false);
  const Json* steps = fields.array("steps");
  if (steps == nullptr || steps->empty()) {
    fields.fail("steps", "must be a list of at least one step");
    return scenario;
  }
  for (const Json& entry : *steps) {
    JsonFields step(entry, fields.path_of(path_at("steps", scenario.steps.size())));
    scenario.steps.push_back(read_step(step, scenario.steps));
    fields.fail_as(step.error());
  }
  return scenario;
}

}  // namespace

Result<std::vector<TourScenario>> tour_from_json(std::string_view text) {
  using Scenarios = std::vector<TourScenario>;
  return read_json<Scenarios>(text, [](const Json& json) -> Result<Scenarios> {
    JsonFields fields(json);
    Scenarios scenarios;
    const Json* list = fields.array("scenarios");
    if (list == nullptr) fields.fail("scenarios", "is missing");
    if (fields.error()) return *fields.error();
    for (const Json& entry : *list) {
      JsonFields scenario(entry, path_at("scenarios", scenarios.size()));
      TourScenario read = read_scenario(scenario);
      const auto has_same_id = [&](const TourScenario& each) { return each.id == read.id; };
      if (std::any_of(scenarios.begin(), scenarios.end(), has_same_id))
        scenario.fail("id", "must be another one than that of an earlier scenario");
      if (scenario.error()) return *scenario.error();
      scenarios.push_back(std::move(read));
    }
    return scenarios;
  });
}

}  // namespace magic
