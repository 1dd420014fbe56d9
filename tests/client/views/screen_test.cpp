// The whole screen, drawn by Dear ImGui without a window and driven by its input events.
#include <catch2/catch_test_macros.hpp>

#include <string>
#include <variant>
#include <vector>

#include "client-wasm/views/screen.h"
#include "imgui_internal.h"
#include "tests/client/model/model_examples.h"
#include "tests/client/views/hand.h"
#include "tests/client/views/windowless_imgui.h"

using namespace magic;
using namespace magic::examples;

namespace {

class ScreenTest : public WindowlessImGui, public Hand {
 public:
  ScreenTest() : WindowlessImGui({1180, 780}) {
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    look_.colour = palette(false);
    look_.fonts = loaded_;
    settle();
  }
  // One frame. As in the app, what is typed goes into the model.
  void frame() override {
    ImGui::GetIO().DeltaTime = 1.0f / 60;
    ImGui::NewFrame();
    apply_style(look_.colour);
    for (const Action& action : screen_.draw(parts_, look_)) {
      if (const auto* change = std::get_if<action::ChangeDraft>(&action))
        model_.draft = change->text;
      else
        actions_.push_back(action);
    }
    ImGui::Render();
  }
  template <class A>
  int count() const {
    int n = 0;
    for (const Action& action : actions_) n += std::holds_alternative<A>(action) ? 1 : 0;
    return n;
  }

 protected:
  Look look_;
  ChatModel model_ = connected_model();
  SessionListModel sessions_;
  InspectorModel inspector_;
  CompareModel compare_;
  TourModel tour_;
  const AppModel parts_{model_, sessions_, inspector_, compare_, tour_};
  Screen screen_;
  Actions actions_;
  // Where the layout puts them at 1180 x 780.
  const ImVec2 memory_on_{490, 689};
};

}  // namespace

TEST_CASE_METHOD(ScreenTest, "the message field has the focus from the start") {
  type("Hi");
  CHECK(model_.draft == "Hi");
}

TEST_CASE_METHOD(ScreenTest, "Enter sends, and Shift+Enter or Ctrl+Enter begin a line instead") {
  type("One");
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  press(ImGuiKey_Enter);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
  CHECK(model_.draft == "One\n");
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
  press(ImGuiKey_Enter);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
  CHECK(model_.draft == "One\n\n");
  CHECK(count<action::Send>() == 0);
  press(ImGuiKey_Enter);
  CHECK(count<action::Send>() == 1);
  CHECK(model_.draft == "One\n\n");
}

TEST_CASE_METHOD(ScreenTest, "what is typed right after Enter is not lost") {
  ImGuiIO& io = ImGui::GetIO();
  io.AddInputCharactersUTF8("One");
  io.AddKeyEvent(ImGuiKey_Enter, true);
  io.AddKeyEvent(ImGuiKey_Enter, false);
  io.AddInputCharactersUTF8("Two");
  settle();
  settle();
  CHECK(count<action::Send>() == 1);
  CHECK(model_.draft == "OneTwo");  // sending empties the draft in the app, not here
}

TEST_CASE_METHOD(ScreenTest, "no more is written than the proxy takes") {
  model_.health.max_message_bytes = 5;
  settle();
  type("Good morning");
  CHECK(model_.draft == "Good ");
}

TEST_CASE_METHOD(ScreenTest, "Escape never takes the text away, and stops an answer") {
  type("A long thought");
  press(ImGuiKey_Escape);
  CHECK(model_.draft == "A long thought");
  CHECK(count<action::Stop>() == 0);
  model_.turn = ActiveTurn{1};
  model_.entries.clear();
  add_entry(model_, message("1", "1", Role::user, "x"), EntryState::sending);
  add_entry(model_, message("", "1", Role::assistant, ""), EntryState::waiting);
  settle();
  press(ImGuiKey_Escape);
  CHECK(count<action::Stop>() == 1);
  CHECK(model_.draft == "A long thought");
}

TEST_CASE_METHOD(ScreenTest,
                 "the field follows a draft that the model changed, and keeps the focus") {
  type("typed");
  set_draft(model_, "taken back");
  settle();
  type("!");
  CHECK(model_.draft == "taken back!");
  set_draft(model_, "");
  settle();
  type("next");
  CHECK(model_.draft == "next");
}

TEST_CASE_METHOD(ScreenTest, "one click flips a switch, also while the field has the focus") {
  type("Hi");
  click(memory_on_);
  CHECK(count<action::ChooseMode>() == 1);
  type(" there");
  CHECK(model_.draft == "Hi there");
}

TEST_CASE_METHOD(ScreenTest,
                 "one click opens a chat or a menu, also while the field has the focus") {
  SessionInfo info;
  info.id = "a";
  info.title = "Lisbon";
  apply_list(sessions_, {info});
  type("Hi");
  click({124, 70});
  CHECK(count<action::NewChat>() == 1);
  type(" there");
  click({80, 190});
  CHECK(count<SessionListAction>() == 1);
  type("!");
  CHECK(model_.draft == "Hi there!");
  click({214, 192});
  CHECK(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
  settle();
  CHECK(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
}

TEST_CASE_METHOD(ScreenTest, "Escape empties the search, though the message field wants that key") {
  SessionInfo info;
  info.id = "a";
  info.title = "Lisbon";
  apply_list(sessions_, {info});
  click({80, 114});
  type("porto");
  click({80, 190});
  CHECK(count<SessionListAction>() == 0);
  click({80, 114});
  press(ImGuiKey_Escape);
  click({80, 190});
  CHECK(count<SessionListAction>() == 1);
}

TEST_CASE_METHOD(ScreenTest, "the list and its menus work in the drawer of a narrow window") {
  SessionInfo info;
  info.id = "a";
  info.title = "Lisbon";
  apply_list(sessions_, {info});
  click({80, 114});  // the search, which then vanishes with the panel
  type("lis");
  ImGui::GetIO().DisplaySize = {390, 800};
  settle();
  click({26, 26});
  click({80, 114});
  type("bon");
  CHECK(model_.draft.empty());
  click({250, 192});
  CHECK(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
  press(ImGuiKey_Escape);
  CHECK_FALSE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
  click({80, 190});
  REQUIRE(count<SessionListAction>() == 1);
  click({80, 190});  // the drawer is closed
  CHECK(count<SessionListAction>() == 1);
}

TEST_CASE_METHOD(ScreenTest, "a window of any size is drawn without harm") {
  for (int i = 0; i < 40; ++i) {
    add_entry(model_,
              message(std::to_string(i), "1", i % 2 ? Role::assistant : Role::user,
                      "Some **text** with `code`\n\n```\nx\n```\n\n| a | b |\n|--|--|\n| 1 | 2 |"),
              EntryState::settled);
  }
  for (const ImVec2 size :
       {ImVec2{390, 800}, ImVec2{320, 240}, ImVec2{40, 40}, ImVec2{3000, 2000}}) {
    ImGui::GetIO().DisplaySize = size;
    settle();
    ImGui::GetIO().AddMousePosEvent(size.x / 2, size.y / 3);
    ImGui::GetIO().AddMouseWheelEvent(0, 20);
    settle();
  }
  SUCCEED();
}

TEST_CASE_METHOD(ScreenTest, "Up edits the last message where the field is empty, and only there") {
  add_entry(model_, message("1", "t", Role::user, "Hi"), EntryState::settled);
  add_entry(model_, message("2", "t", Role::assistant, "Hello"), EntryState::settled);
  settle();
  type("x");
  press(ImGuiKey_UpArrow);
  CHECK(count<TalkAction>() == 0);
  press(ImGuiKey_Delete);  // Up has gone to the text's begin
  press(ImGuiKey_UpArrow);
  REQUIRE(count<TalkAction>() == 1);
  CHECK(std::holds_alternative<action::EditLast>(std::get<TalkAction>(actions_.back())));
}

TEST_CASE_METHOD(ScreenTest,
                 "F1 opens the shortcuts, Escape closes them, and what is typed stays") {
  type("Hi");
  press(ImGuiKey_F1);
  CHECK(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
  press(ImGuiKey_Escape);
  CHECK_FALSE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
  type(" there");
  CHECK(model_.draft == "Hi there");
}

TEST_CASE_METHOD(ScreenTest,
                 "Alt with a letter flips a switch or begins a chat, and the draft stays") {
  model_.provider = ProviderId::chatgpt;
  type("Hi");
  for (const ImGuiKey key : {ImGuiKey_M, ImGuiKey_P, ImGuiKey_N}) {
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Alt, true);
    press(key);
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Alt, false);
    settle();
  }
  REQUIRE(actions_.size() == 3);
  CHECK(std::get<action::ChooseMode>(actions_[0]).mode == Mode::stateful);
  CHECK(std::get<action::ChooseProvider>(actions_[1]).provider == ProviderId::ollama);
  CHECK(count<action::NewChat>() == 1);
  type("!");
  CHECK(model_.draft == "Hi!");
}

TEST_CASE_METHOD(ScreenTest, "Alt+K goes to the search of the chats") {
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Alt, true);
  press(ImGuiKey_K);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Alt, false);
  settle();
  type("lisbon");
  CHECK(model_.draft.empty());
}

TEST_CASE_METHOD(ScreenTest,
                 "the settings stand at the lower left, and a click beside them closes them") {
  click({60, 752});
  CHECK(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
  type("x");
  CHECK(model_.draft.empty());
  click({20, 400});
  CHECK_FALSE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
  type("y");
  CHECK(model_.draft == "y");
}

TEST_CASE_METHOD(ScreenTest, "an option opens above its button, and what is typed stays") {
  model_.models = {{ProviderId::demo, "demo", 4096, true, true},
                   {ProviderId::demo, "other", 4096, false, true}};
  model_.provider = ProviderId::demo;
  type("Hi");
  click({370, 725});
  CHECK(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel));
  press(ImGuiKey_Escape);
  CHECK_FALSE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel));
  type(" there");
  CHECK(model_.draft == "Hi there");
}
