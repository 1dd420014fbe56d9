// The tour's page, drawn by Dear ImGui without a window and driven by its input events.
#include <catch2/catch_test_macros.hpp>

#include <string>
#include <variant>

#include "client-wasm/control/tour_scenarios.h"
#include "client-wasm/views/tour_view.h"
#include "client-wasm/views/tour_words.h"
#include "tests/client/model/model_examples.h"
#include "tests/client/views/hand.h"
#include "tests/client/views/windowless_imgui.h"

using namespace magic;
using namespace magic::examples;

namespace {

class TourViewTest : public WindowlessImGui, public Hand {
 public:
  TourViewTest() : WindowlessImGui({940, 1600}) {
    look_.colour = palette(false);
    look_.fonts = loaded_;
    tour_.scenarios = tour_scenarios();
    tour_.runs.resize(tour_.scenarios.size());
    settle();
  }
  void frame() override {
    ImGui::GetIO().DeltaTime = 1.0f / 60;
    ImGui::NewFrame();
    apply_style(look_.colour);
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("Page", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    Actions actions;
    view_.draw(tour_, chat_, {0, 0}, ImGui::GetIO().DisplaySize, look_, actions);
    for (const Action& action : actions)
      if (const auto* tour = std::get_if<TourAction>(&action)) wanted_.push_back(*tour);
    ImGui::End();
    ImGui::Render();
  }

  // A run of the first scenario with this verdict.
  TourRun& first_run(TourVerdict verdict) {
    TourRun& run = tour_.runs[0].emplace(begin_run(tour_.scenarios[0], ProviderId::demo, {}));
    run.session_id = "session_of_tour";
    run.verdict = verdict;
    for (TourStepRun& step : run.steps) {
      step.verdict = TourVerdict::passed;
      step.answer = "A long answer about everything that there is to say. ";
      step.reason = "The answer names Bob.";
    }
    return run;
  }

 protected:
  Look look_;
  ChatModel chat_ = connected_model();
  TourModel tour_;
  TourView view_;
  std::vector<TourAction> wanted_;
  // Where the layout puts them on a page of 940 points.
  const ImVec2 run_all_{800, 108}, run_first_{815, 193}, run_second_{815, 287};
};

}  // namespace

TEST_CASE_METHOD(TourViewTest, "one click runs everything, or one scenario") {
  click(run_all_);
  REQUIRE(wanted_.size() == 1);
  CHECK(std::holds_alternative<action::RunTour>(wanted_[0]));
  click(run_first_);
  REQUIRE(wanted_.size() == 2);
  REQUIRE(std::holds_alternative<action::RunScenario>(wanted_[1]));
  CHECK(std::get<action::RunScenario>(wanted_[1]).scenario == 0);
}

TEST_CASE_METHOD(TourViewTest, "while one runs, the main button stops it and no other is begun") {
  first_run(TourVerdict::running);
  tour_.running = 0;
  settle();
  click(run_all_);
  click(run_first_);
  REQUIRE(wanted_.size() == 1);
  CHECK(std::holds_alternative<action::StopTour>(wanted_[0]));
}

TEST_CASE_METHOD(TourViewTest, "nothing can be run without the proxy") {
  apply_no_connection(chat_);
  settle();
  click(run_all_);
  CHECK(wanted_.empty());
}

TEST_CASE_METHOD(TourViewTest, "a finger that scrolls presses nothing, and one that taps does") {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {940, 600};
  settle();
  io.AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
  io.AddMousePosEvent(run_first_.x, run_first_.y);
  settle();
  io.AddMouseButtonEvent(0, true);
  settle();
  for (const float moved : {10.0f, 30.0f, 50.0f}) {
    io.AddMousePosEvent(run_first_.x, run_first_.y - moved);
    settle();
  }
  io.AddMouseButtonEvent(0, false);
  settle();
  CHECK(wanted_.empty());
  // What it has scrolled by: all that was moved but the first steps, which told a drag from a tap.
  click({run_second_.x, run_second_.y - 40});
  REQUIRE(wanted_.size() == 1);
  CHECK(std::get<action::RunScenario>(wanted_[0]).scenario == 1);
}

TEST_CASE_METHOD(TourViewTest, "a tour in any state and of any size is drawn without harm") {
  for (const TourVerdict verdict : {TourVerdict::running, TourVerdict::passed, TourVerdict::failed,
                                    TourVerdict::skipped, TourVerdict::stopped}) {
    first_run(verdict);
    tour_.looked_at = 0;
    for (const ImVec2 size : {ImVec2{390, 800}, ImVec2{60, 40}, ImVec2{2000, 1200}}) {
      ImGui::GetIO().DisplaySize = size;
      settle();
    }
  }
  SUCCEED();
}

TEST_CASE("what keeps the tour from running is said with what to do") {
  ChatModel chat = connected_model();
  CHECK(words::tour_block(chat, ProviderId::demo).empty());
  chat.health.providers[0] = {ProviderId::chatgpt, false, "Set a key.", "gpt", 1};
  CHECK(words::tour_block(chat, ProviderId::chatgpt) == "Set a key.");
  chat.health.store_available = false;
  CHECK(words::tour_block(chat, ProviderId::demo).find("Redis") != std::string::npos);
  apply_no_connection(chat);
  CHECK(words::tour_block(chat, ProviderId::demo).find("once it is back") != std::string::npos);
}

TEST_CASE("who takes part is said before anything is sent") {
  ChatModel chat = connected_model();
  CHECK(words::tour_providers(chat, ProviderId::demo) ==
        "Scenarios that switch go on with Ollama.");
  CHECK(words::tour_providers(chat, ProviderId::chatgpt) ==
        "Scenarios that switch go on with Ollama. What ChatGPT is sent goes to OpenAI.");
  for (ProviderStatus& status : chat.health.providers)
    status.available = status.id == ProviderId::demo;
  CHECK(words::tour_providers(chat, ProviderId::demo) ==
        "No other provider is available here, so no scenario can switch.");
}

TEST_CASE("a run's verdict is said in words") {
  CHECK(words::verdict({}).empty());
  TourRun run;
  run.steps.resize(4);
  run.steps[0].verdict = TourVerdict::passed;
  run.steps[1].verdict = TourVerdict::running;
  CHECK(words::verdict(run) == "Step 2 of 4");
  run.verdict = TourVerdict::failed;
  run.reason = "Expected more.";
  CHECK(words::verdict(run) == "Failed: Expected more.");
  CHECK(words::short_verdict({}) == "not run yet");
}
