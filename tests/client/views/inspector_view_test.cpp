// The inspector, drawn by Dear ImGui without a window.
#include <catch2/catch_test_macros.hpp>

#include <string>
#include <variant>

#include "client-wasm/views/inspector_view.h"
#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

namespace {

class InspectorViewTest {
 public:
  InspectorViewTest() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.IniFilename = nullptr;
    look_.colour = palette(false);
    look_.fonts = load_fonts(*io.Fonts);
    model_.open = true;
  }
  ~InspectorViewTest() { ImGui::DestroyContext(); }

  void draw(ImVec2 extent) {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = extent;
    io.DeltaTime = 1.0f / 60;
    for (int i = 0; i < 3; ++i) {
      ImGui::NewFrame();
      apply_style(look_.colour);
      ImGui::SetNextWindowPos({0, 0});
      ImGui::SetNextWindowSize(extent);
      ImGui::Begin("All", nullptr, ImGuiWindowFlags_NoDecoration);
      view_.draw(model_, chat_, {0, 0}, extent, look_, actions_);
      ImGui::End();
      ImGui::Render();
    }
  }

  // A turn of which there is everything to show.
  void with_record() {
    for (int i = 0; i < 60; ++i) {
      const std::string id = "m" + std::to_string(i);
      add_entry(chat_,
                message(id, "t" + std::to_string(i / 2), i % 2 ? Role::assistant : Role::user,
                        "## Words of " + id),
                EntryState::settled);
    }
    AnswerRecord answer;
    answer.answer = message("m59", "t29", Role::assistant, "With it");
    answer.answer.timing = Timing{100, 2000, 41.0, 20, 50};
    answer.answer.usage = Usage{398, 12, 100, 3};
    answer.answer.cost_usd = 0.001;
    for (int i = 0; i < 59; ++i)
      answer.context.items.push_back(
          {"m" + std::to_string(i), i % 2 ? Role::assistant : Role::user, i > 20,
           i > 20 ? ContextReason::history : ContextReason::summarized, 10});
    answer.context.stored_messages = 80;
    answer.context.unlisted_messages = 20;
    answer.context.window_tokens = 8192;
    answer.context.estimated_tokens = 500;
    answer.context.truncated_upstream = true;
    answer.context.notes = {"Another provider stood in."};
    answer.context.summary = SummaryReport{"They met.", "m20", 21, 30, true, "demo", {}, {}};
    answer.trace.attempts = {{ProviderId::ollama, 503, "provider_unavailable", 0},
                             {ProviderId::demo, 200, "", 1200}};
    answer.call = UpstreamCall{};
    answer.call->body = R"({"model":"demo"})";
    TurnRecord record;
    record.turn_id = "t29";
    record.answers = {answer, answer};
    model_.record = record;
    model_.message_id = "m58";
    model_.seconds_left = 3599;
    model_.redis_key = "chat:session:{session_one}:messages";
    ChatAnswer without;
    without.message.text = "Without it";
    model_.what_if = WhatIf{"t29", "m58", answer.answer, without, {}};
  }

 protected:
  Look look_;
  ChatModel chat_ = connected_model();
  InspectorModel model_;
  InspectorView view_;
  Actions actions_;
};

}  // namespace

TEST_CASE_METHOD(InspectorViewTest, "a turn with all there can be is drawn in any size") {
  with_record();
  for (const ImVec2 size :
       {ImVec2{340, 700}, ImVec2{390, 740}, ImVec2{760, 700}, ImVec2{40, 40}, ImVec2{2000, 5000}})
    draw(size);
  SUCCEED();
}

TEST_CASE_METHOD(InspectorViewTest,
                 "every state without a record is drawn: none, failed, running") {
  draw({340, 700});
  const OutgoingTurn turn = send(chat_, "Hi");
  apply(chat_, turn.number, started("m1", "Hi"));
  draw({340, 700});
  apply(chat_, turn.number, done("m2", "m1", "Hello"));
  model_.read_error = not_found("No such turn.");
  draw({340, 700});
  SUCCEED();
}

TEST_CASE_METHOD(InspectorViewTest, "the time left is counted only where it can be seen") {
  with_record();
  draw({340, 4000});
  REQUIRE(actions_.size() == 1);
  const auto* seen = std::get_if<InspectorAction>(&actions_[0]);
  REQUIRE(seen != nullptr);
  CHECK(std::get<action::ShowTimeLeft>(*seen).visible);
  draw({340, 300});
  REQUIRE(actions_.size() == 2);
  CHECK_FALSE(std::get<action::ShowTimeLeft>(std::get<InspectorAction>(actions_[1])).visible);
}
