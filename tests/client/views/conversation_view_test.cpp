// Reading a conversation: selecting, copying, finding, a message's menu, and long or hostile ones;
// drawn by Dear ImGui without a window and driven by its input events.
#include "client-wasm/views/conversation_view.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <variant>
#include <vector>

#include "client-wasm/views/message_text.h"
#include "imgui_internal.h"
#include "tests/client/model/model_examples.h"
#include "tests/client/views/hand.h"
#include "tests/client/views/windowless_imgui.h"

using namespace magic;
using namespace magic::examples;

namespace {

class ConversationTest : public WindowlessImGui, public Hand {
 public:
  ConversationTest() : WindowlessImGui({800, 600}) {
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    look_.colour = palette(false);
    look_.fonts = loaded_;
  }
  void frame() override {
    ImGui::GetIO().DeltaTime = 1.0f / 60;
    ImGui::NewFrame();
    apply_style(look_.colour);
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({800, 600});
    ImGui::Begin("Test", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    view_.draw(model_, {0, 0}, {800, 600}, 700, ImGui::GetTime(), look_, actions_);
    ImGui::End();
    ImGui::Render();
  }
  void ask(std::string text) {
    const std::string id = std::to_string(model_.entries.size() + 1);
    add_entry(model_, message(id, id, Role::user, std::move(text)), EntryState::settled);
  }
  void answer_with(std::string text) {
    const std::string id = std::to_string(model_.entries.size() + 1);
    add_entry(model_, message(id, "t" + id, Role::assistant, std::move(text)), EntryState::settled);
  }
  void drag(ImVec2 from, ImVec2 to) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(from.x, from.y);
    settle();
    io.AddMouseButtonEvent(0, true);
    settle();
    io.AddMousePosEvent(to.x, to.y);
    settle();
    io.AddMouseButtonEvent(0, false);
    settle();
  }
  void chord(ImGuiKey modifier, ImGuiKey key) {
    ImGui::GetIO().AddKeyEvent(modifier, true);
    frame();
    press(key);
    ImGui::GetIO().AddKeyEvent(modifier, false);
    settle();
  }
  // What Ctrl+C copies now; empty: nothing.
  std::string copied() {
    actions_.clear();
    chord(ImGuiMod_Ctrl, ImGuiKey_C);
    for (const Action& action : actions_)
      if (const auto* copy = std::get_if<action::Copy>(&action)) return copy->text;
    return {};
  }
  bool menu_is_open() const { return ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup); }
  // The item of that number in the menu that is open.
  void choose(float item) {
    ImVec2 menu{};
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows)
      if (window->Active && (window->Flags & ImGuiWindowFlags_Popup) != 0) menu = window->Pos;
    REQUIRE(menu.x > 0);
    click({menu.x + 40, menu.y + 6 + 36 * (item + 0.5f)});
  }

 protected:
  Look look_;
  ChatModel model_ = connected_model();
  ConversationView view_;
  Actions actions_;
  // The column is 700 wide and stands at 50; an answer that is the first message begins at y 24.
  const float left_ = 50, top_ = 24, line_ = size::text * size::line;
};

}  // namespace

TEST_CASE_METHOD(ConversationTest,
                 "a drag selects across the blocks of a message, and Ctrl+C copies") {
  answer_with("First paragraph.\n\n- one\n- two\n\nLast.");
  settle();
  drag({left_ + 1, top_ + 10}, {left_ + 300, top_ + 200});
  CHECK(copied() == "First paragraph.\n\n• one\n• two\n\nLast.");
  press(ImGuiKey_Escape);
  CHECK(copied().empty());
}

TEST_CASE_METHOD(ConversationTest, "a table's cells are copied with tabs, code as it is, and CJK") {
  answer_with("| a | 二 |\n|---|---|\n| 1 | 2 |\n\n```\nx = 1\n  y\t2\n```");
  settle();
  drag({left_ + 1, top_ + 2}, {left_ + 600, top_ + 400});
  CHECK(copied() == "a\t二\n1\t2\n\nx = 1\n  y\t2");
}

TEST_CASE_METHOD(ConversationTest, "two clicks select a word, three a paragraph, shift extends") {
  answer_with("Hello wide world.\n\nSecond.");
  settle();
  ImGuiIO& io = ImGui::GetIO();
  const ImVec2 wide{left_ + text_width("Hello w", size::text, look_.fonts), top_ + 10};
  io.AddMousePosEvent(wide.x, wide.y);
  frame();
  const auto press_once = [&] {
    io.AddMouseButtonEvent(0, true);
    frame();
    io.AddMouseButtonEvent(0, false);
    frame();
  };
  press_once();
  press_once();
  CHECK(copied() == "wide");
  for (int i = 0; i < 60; ++i) frame();  // no further click of the same series
  press_once();
  press_once();
  press_once();
  CHECK(copied() == "Hello wide world.");
  for (int i = 0; i < 60; ++i) frame();
  press_once();
  io.AddKeyEvent(ImGuiMod_Shift, true);
  frame();
  click({left_ + 300, top_ + 2 * line_});
  io.AddKeyEvent(ImGuiMod_Shift, false);
  settle();
  CHECK(copied() == "ide world.\n\nSecond.");
}

TEST_CASE_METHOD(ConversationTest, "a drag goes from one message to the next") {
  answer_with("Alpha.");
  answer_with("Beta.");
  settle();
  drag({left_ + 1, top_ + 10}, {left_ + 400, top_ + line_ + 4 + size::target + 20 + 12});
  CHECK(copied() == "Alpha.\n\nBeta.");
}

TEST_CASE_METHOD(ConversationTest, "a click elsewhere in the text clears the selection") {
  answer_with("Some words here.");
  settle();
  drag({left_ + 1, top_ + 10}, {left_ + 60, top_ + 10});
  CHECK_FALSE(copied().empty());
  click({left_ + 300, top_ + 300});
  CHECK(copied().empty());
}

TEST_CASE_METHOD(ConversationTest, "a finger's drag scrolls and selects nothing") {
  for (int i = 0; i < 30; ++i) answer_with("Line " + std::to_string(i) + " of a long talk.");
  settle();
  ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
  drag({200, 300}, {200, 500});
  ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_Mouse);
  CHECK(copied().empty());
  CHECK(view_.next_frame_ms() == 0);  // it glides
  for (int i = 0; i < 120; ++i) frame();
  CHECK(view_.next_frame_ms() == -1);
}

TEST_CASE_METHOD(ConversationTest,
                 "a selection outlives new messages below, and not its own change") {
  answer_with("Stays the same.");
  settle();
  drag({left_ + 1, top_ + 10}, {left_ + 400, top_ + 10});
  answer_with("Streamed");
  for (int i = 0; i < 20; ++i) {
    model_.entries[1].message.text += " more";
    ++model_.entries[1].revision;
    frame();
  }
  CHECK(copied() == "Stays the same.");
  model_.entries[0].message.text += " And grows.";
  ++model_.entries[0].revision;
  frame();
  CHECK(copied() == "Stays the same.");
  model_.entries[0].message.text = "Other.";
  ++model_.entries[0].revision;
  frame();
  CHECK(copied().empty());
}

TEST_CASE_METHOD(ConversationTest,
                 "by keyboard: Tab to a message, Shift and arrows, Ctrl+A, Ctrl+C") {
  answer_with("One two.\n\nThree.");
  settle();
  press(ImGuiKey_Tab);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  for (int i = 0; i < 3; ++i) press(ImGuiKey_RightArrow);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
  CHECK(copied() == "One");
  chord(ImGuiMod_Shift, ImGuiKey_DownArrow);
  CHECK(copied().substr(0, 13) == "One two.\n\nThr");
  chord(ImGuiMod_Shift, ImGuiKey_End);
  CHECK(copied() == "One two.\n\nThree.");
  ask("A question");
  settle();
  press(ImGuiKey_Escape);
  chord(ImGuiMod_Ctrl, ImGuiKey_A);
  CHECK(copied() == "One two.\n\nThree.");
  chord(ImGuiMod_Ctrl, ImGuiKey_A);
  CHECK(copied() == "One two.\n\nThree.\n\nA question");
  press(ImGuiKey_Escape);
  press(ImGuiKey_DownArrow);
  chord(ImGuiMod_Ctrl, ImGuiKey_A);
  CHECK(copied() == "A question");
}

TEST_CASE_METHOD(ConversationTest,
                 "a right click opens the message's menu, which copies all of it") {
  answer_with("**Bold** words.");
  settle();
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(200, top_ + 10);
  frame();
  io.AddMouseButtonEvent(1, true);
  settle();
  io.AddMouseButtonEvent(1, false);
  settle();
  REQUIRE(menu_is_open());
  choose(0);
  REQUIRE(actions_.size() == 1);
  CHECK(std::get<action::Copy>(actions_[0]).text == "**Bold** words.");
  CHECK_FALSE(menu_is_open());
}

TEST_CASE_METHOD(ConversationTest, "a finger that rests opens the menu, one that moves does not") {
  answer_with("Words.");
  settle();
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
  io.AddMousePosEvent(200, top_ + 10);
  frame();
  io.AddMouseButtonEvent(0, true);
  frame();
  CHECK(view_.next_frame_ms() > 400);
  for (int i = 0; i < 40; ++i) frame();
  CHECK(menu_is_open());
  io.AddMouseButtonEvent(0, false);
  settle();
  CHECK(menu_is_open());
  press(ImGuiKey_Escape);
  io.AddMouseButtonEvent(0, true);
  frame();
  io.AddMousePosEvent(200, top_ + 40);
  for (int i = 0; i < 40; ++i) frame();
  CHECK_FALSE(menu_is_open());
  io.AddMouseButtonEvent(0, false);
  settle();
}

TEST_CASE_METHOD(ConversationTest, "the menu deletes only after it was asked twice") {
  answer_with("Words.");
  settle();
  press(ImGuiKey_Tab);
  press(ImGuiKey_Menu);
  REQUIRE(menu_is_open());
  choose(5);  // Copy, Select, Inspect, Pin, Exclude, Delete
  CHECK(actions_.empty());
  REQUIRE(menu_is_open());
  choose(0.75f);  // below the line that says what that means
  REQUIRE(actions_.size() == 1);
  CHECK(std::holds_alternative<action::DeleteMessage>(std::get<InspectorAction>(actions_[0])));
}

TEST_CASE_METHOD(ConversationTest,
                 "find opens with its key, scrolls to a hit that was never drawn, and closes") {
  for (int i = 0; i < 300; ++i)
    answer_with(i == 7 ? "The **nee**dle is here." : "Message " + std::to_string(i));
  settle();
  chord(ImGuiMod_Ctrl, ImGuiKey_F);
  type("NEEDLE");
  for (int i = 0; i < 30; ++i) frame();
  drag({left_ + 1, 60}, {left_ + 600, 560});
  CHECK(copied().find("The needle is here.") != std::string::npos);
  chord(ImGuiMod_Ctrl, ImGuiKey_F);
  press(ImGuiKey_Escape);
  CHECK(view_.next_frame_ms() == -1);
}

TEST_CASE_METHOD(ConversationTest, "ten thousand messages are opened and scrolled through") {
  for (int i = 0; i < 5000; ++i) {
    ask("Question " + std::to_string(i));
    answer_with("Answer **" + std::to_string(i) + "**\n\n- with\n- a list");
    if (i % 250 == 0) frame();
  }
  settle();
  ImGui::GetIO().AddMousePosEvent(300, 300);
  for (int i = 0; i < 300; ++i) {
    ImGui::GetIO().AddMouseWheelEvent(0, i % 3 == 0 ? 40.0f : 3.0f);
    frame();
  }
  press(ImGuiKey_Home);
  drag({left_ + 300, 10}, {left_ + 690, 40});
  CHECK(copied().find("Question 0") != std::string::npos);
}

TEST_CASE_METHOD(ConversationTest, "huge and hostile messages are drawn, selected and searched") {
  std::string text;
  SECTION("a line of a megabyte") { text.assign(1 << 20, 'x'); }
  SECTION("a hundred thousand lines") {
    for (int i = 0; i < 100'000; ++i) text += "line\n";
  }
  SECTION("a hundred thousand paragraphs") {
    for (int i = 0; i < 100'000; ++i) text += "word\n\n";
  }
  SECTION("a thousand quotations in each other") { text = std::string(1000, '>') + " deep"; }
  SECTION("a thousand lists in each other") {
    for (int i = 0; i < 1000; ++i)
      text += std::string(static_cast<std::size_t>(i) * 2, ' ') + "- x\n";
  }
  SECTION("marks that never close") {
    for (int i = 0; i < 20'000; ++i) text += "*_[`~~";
  }
  SECTION("control characters and reversed order") {
    for (int i = 1; i < 32; ++i) text += std::string(1, static_cast<char>(i)) + "a\u202Eb\u2066c";
  }
  SECTION("no UTF-8") { text = std::string(1000, '\xFF') + "\xC3"; }
  answer_with(text);
  ask(text);
  for (int i = 0; i < 10; ++i) frame();
  CHECK(ImGui::GetDrawData()->TotalVtxCount < 200'000);
  press(ImGuiKey_Home);
  drag({left_ + 5, 30}, {left_ + 300, 590});
  chord(ImGuiMod_Ctrl, ImGuiKey_F);
  type("deep");
  settle();
}
