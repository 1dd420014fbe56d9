#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <sstream>
#include <string>

#include "shared/tour_json.h"

using namespace magic;

namespace {

// A scenario with these steps.
std::string with_steps(const std::string& steps) {
  return R"({"scenarios":[{"id":"a","title":"A","shows":"It.","steps":)" + steps + "}]}";
}

std::string param_of(const std::string& json) {
  const Result<std::vector<TourScenario>> read = tour_from_json(json);
  return read ? "none" : read.error().param;
}

}  // namespace

TEST_CASE("a scenario is read with its steps, and steps are counted from 1 in the file") {
  const auto read = tour_from_json(
      R"({"scenarios":[{"id":"pin-2","title":"Pin","shows":"It.","only_with":"chatgpt",
          "needs_two_providers":true,"steps":[
            {"say":"I like tea","sentence":"First."},
            {"pin":1},
            {"say":"What?","mode":"stateful","memory":{"strategy":"last_n","n":2},"with":"other",
             "expect":{"contains_any":["tea"],"not_contains":["coffee"],"sent":[1],"left_out":[]}}
          ]}]})");
  REQUIRE(read.ok());
  REQUIRE(read.value().size() == 1);
  const TourScenario& scenario = read.value()[0];
  CHECK(scenario.id == "pin-2");
  CHECK(scenario.only_with == ProviderId::chatgpt);
  CHECK(scenario.needs_two_providers);
  REQUIRE(scenario.steps.size() == 3);
  CHECK(scenario.steps[0].mode == Mode::stateless);
  CHECK(scenario.steps[0].sentence == "First.");
  CHECK(scenario.steps[0].expect.empty());
  CHECK(scenario.steps[1].kind == TourStepKind::pin);
  CHECK(scenario.steps[1].target == 0);
  const TourStep& last = scenario.steps[2];
  CHECK(last.mode == Mode::stateful);
  CHECK(last.memory == MemoryChoice{.strategy = MemoryStrategy::last_n, .n = 2});
  CHECK(last.provider == TourProvider::other);
  CHECK(last.expect == TourExpectation{{"tea"}, {"coffee"}, {0}, {}});
}

TEST_CASE("what is wrong in a tour is named with its place") {
  CHECK(param_of("{}") == "scenarios");
  CHECK(param_of(with_steps("[]")) == "scenarios[0].steps");
  CHECK(param_of(with_steps(R"([{"sentence":"x"}])")) == "scenarios[0].steps[0].say");
  CHECK(param_of(with_steps(R"([{"say":"x","mode":"both"}])")) == "scenarios[0].steps[0].mode");
  CHECK(param_of(with_steps(R"([{"say":"x","memory":"last_n"}])")) ==
        "scenarios[0].steps[0].memory.n");
  CHECK(param_of(with_steps(R"([{"say":"x"},{"say":"y","expect":{"contains_any":[1]}}])")) ==
        "scenarios[0].steps[1].expect.contains_any");
  CHECK(param_of(R"({"scenarios":[{"id":"A b","title":"","shows":"","steps":[{"say":"x"}]}]})") ==
        "scenarios[0].id");
}

TEST_CASE("a step can only name an earlier one that says something") {
  CHECK(param_of(with_steps(R"([{"say":"x"},{"pin":1}])")) == "none");
  CHECK(param_of(with_steps(R"([{"say":"x"},{"pin":2}])")) == "scenarios[0].steps[1].pin");
  CHECK(param_of(with_steps(R"([{"say":"x"},{"pin":1},{"unmark":2}])")) ==
        "scenarios[0].steps[2].unmark");
  CHECK(param_of(with_steps(R"([{"say":"x","expect":{"sent":[1]}}])")) ==
        "scenarios[0].steps[0].expect.sent");
  CHECK(param_of(with_steps(R"([{"say":"x"},{"say":"y","expect":{"left_out":["1"]}}])")) ==
        "scenarios[0].steps[1].expect.left_out");
}

TEST_CASE("two scenarios of one id are refused") {
  const std::string one = R"({"id":"a","title":"A","shows":"","steps":[{"say":"x"}]})";
  CHECK(param_of(R"({"scenarios":[)" + one + "," + one + "]}") == "scenarios[1].id");
}

TEST_CASE("the tour that is built in can be read, and checks something in each scenario") {
  std::ifstream file(MAGIC_ASSETS "/tour/scenarios.json");
  std::ostringstream text;
  text << file.rdbuf();
  const auto read = tour_from_json(text.str());
  INFO((read ? "" : read.error().message));
  REQUIRE(read.ok());
  CHECK(read.value().size() == 9);
  for (const TourScenario& scenario : read.value()) {
    INFO(scenario.id);
    CHECK(scenario.steps.size() >= 2);
    CHECK_FALSE(scenario.steps.back().expect.empty());
    CHECK(scenario.shows.ends_with('.'));
  }
}
