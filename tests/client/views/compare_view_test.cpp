// The comparison's page, drawn by Dear ImGui without a window and driven by its input events.
#include "client-wasm/views/compare_view.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <variant>
#include <vector>

#include "client-wasm/model/compare_lanes.h"
#include "client-wasm/views/compare_chart.h"
#include "client-wasm/views/compare_words.h"
#include "imgui_internal.h"
#include "tests/client/model/model_examples.h"
#include "tests/client/views/hand.h"
#include "tests/client/views/windowless_imgui.h"

using namespace magic;
using namespace magic::examples;

namespace {

class CompareViewTest : public WindowlessImGui, public Hand {
 public:
  CompareViewTest() : WindowlessImGui({920, 780}) {
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    look_.colour = palette(false);
    look_.fonts = loaded_;
    chat_.provider = ProviderId::demo;
    choose_lanes(model_, chat_, ComparePreset::off_on);
    settle();
  }
  // One frame. As in the app, what is typed goes into the model.
  void frame() override {
    ImGui::GetIO().DeltaTime = 1.0f / 60;
    ImGui::NewFrame();
    apply_style(look_.colour);
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("Page", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    Actions actions;
    view_.draw(model_, chat_, {0, 0}, ImGui::GetIO().DisplaySize, look_, actions);
    ImGui::End();
    ImGui::Render();
    for (const Action& action : actions) {
      const auto* wanted = std::get_if<CompareAction>(&action);
      if (wanted == nullptr) continue;
      if (const auto* change = std::get_if<action::ChangeQuestion>(wanted))
        model_.draft = change->text;
      else
        actions_.push_back(*wanted);
    }
  }
  template <class A>
  int count() const {
    int n = 0;
    for (const CompareAction& action : actions_) n += std::holds_alternative<A>(action) ? 1 : 0;
    return n;
  }
  // Both lanes have answered, the second one badly.
  void answer() {
    model_.draft = "Hi";
    const int number = begin_comparison(model_, chat_).value().number;
    for (int lane = 0; lane < static_cast<int>(model_.lanes.size()); ++lane)
      apply(model_, number, lane, started("1", "Hi"));
    apply(model_, number, 0, done("2", "1", "Some **text** with `code`"));
    for (int lane = 1; lane < static_cast<int>(model_.lanes.size()); ++lane)
      apply(model_, number, lane, failed(ErrorCode::upstream_error, "The provider broke off."));
    end_comparison(model_, number, std::nullopt);
  }

 protected:
  Look look_;
  ChatModel chat_ = connected_model();
  CompareModel model_;
  CompareView view_;
  std::vector<CompareAction> actions_;
};

}  // namespace

TEST_CASE_METHOD(CompareViewTest, "what is typed is the question, and Enter asks the lanes") {
  type("Hi");
  CHECK(model_.draft == "Hi");
  press(ImGuiKey_Enter);
  CHECK(count<action::AskLanes>() == 1);
  model_.draft.clear();  // as the model does when it asks
  ++model_.draft_revision;
  settle();
  type("again");
  CHECK(model_.draft == "again");
}

TEST_CASE_METHOD(CompareViewTest, "Escape stops the lanes and leaves what is typed alone") {
  type("A long thought");
  press(ImGuiKey_Escape);
  CHECK(count<action::StopLanes>() == 0);
  model_.running = RunningComparison{1};
  settle();
  press(ImGuiKey_Escape);
  CHECK(count<action::StopLanes>() == 1);
  CHECK(model_.draft == "A long thought");
}

TEST_CASE_METHOD(CompareViewTest, "a lane's memory is chosen from a list") {
  answer();  // the question stands above the lanes instead of the introduction
  settle();
  // Where the layout puts them at 920 x 780.
  click({100, 214});
  click({100, 290});
  REQUIRE(count<action::ChangeLane>() == 1);
  const auto& change = std::get<action::ChangeLane>(actions_.back());
  CHECK(change.slot == 0);
  CHECK(change.changes.mode == Mode::stateful);
  CHECK(change.changes.memory->strategy == MemoryStrategy::full);
}

TEST_CASE_METHOD(CompareViewTest, "a page of any size, in any state, is drawn without harm") {
  choose_lanes(model_, chat_, ComparePreset::strategies);
  for (const bool answered : {false, true}) {
    if (answered) answer();
    for (const ImVec2 size : {ImVec2{390, 800}, ImVec2{320, 240}, ImVec2{40, 40}, ImVec2{700, 500},
                              ImVec2{3000, 2000}}) {
      ImGui::GetIO().DisplaySize = size;
      settle();
      ImGui::GetIO().AddMousePosEvent(size.x / 2, size.y / 3);
      ImGui::GetIO().AddMouseWheelEvent(0, -20);
      settle();
    }
  }
  apply_no_connection(chat_);
  settle();
  SUCCEED();
}

TEST_CASE_METHOD(CompareViewTest, "the chart is there as soon as there is something to show") {
  CHECK(compare_chart_height(model_) == 0);
  answer();
  CHECK(compare_chart_height(model_) > 100);
}

TEST_CASE("a lane's figures are said in words, and what is not known is a dash") {
  CompareLane lane;
  CHECK(words::figures(lane)[0].value == "–");
  lane.context = ContextReport{};
  lane.context->sent_messages = 2;
  lane.context->stored_messages = 5;
  lane.context->estimated_tokens = 40;
  lane.answer.timing = Timing{};
  lane.answer.timing->first_token_ms = 120;
  lane.answer.timing->tokens_per_second = 41.4;
  lane.answer.cost_usd = 0.00123;
  const std::vector<words::Figure> rows = words::figures(lane);
  CHECK(rows[0].value == "2 of 5 messages");
  CHECK(rows[1].value == "about 40 tokens");
  CHECK(rows[2].value == "–");
  CHECK(rows[3].value == "0.1 s");
  CHECK(rows[4].value == "41 tok/s");
  CHECK(rows[5].value == "$0.0012");
  lane.answer.usage = Usage{};
  lane.answer.usage->input_tokens = 44;
  CHECK(words::figures(lane)[1].value == "44 tokens");
}

TEST_CASE("the comparison says what keeps it from asking, and what to do") {
  ChatModel chat = connected_model();
  CompareModel model;
  choose_lanes(model, chat, ComparePreset::off_on);
  CHECK(words::compare_notice(model, chat).text.empty());
  Health health = all_available();
  health.providers[0].available = false;
  apply_health(chat, health);
  CHECK(words::compare_notice(model, chat).text.find("another provider") != std::string::npos);
  for (ProviderStatus& status : health.providers) status.available = false;
  apply_health(chat, health);
  CHECK(words::compare_notice(model, chat).text.find("No provider") != std::string::npos);
  apply_no_connection(chat);
  CHECK(words::compare_notice(model, chat).text == words::notice(chat).text);
}
