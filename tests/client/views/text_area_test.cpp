// A text area and fields of one line, driven by keys and mouse.
#include "client-wasm/views/widgets/text_area.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "client-wasm/platform/composition.h"
#include "client-wasm/views/widgets/text_field.h"
#include "imgui_internal.h"
#include "tests/client/views/hand.h"

using namespace magic;

namespace {

class TextAreaTest : public Hand {
 public:
  explicit TextAreaTest(TextRules rules = {}) : area_(rules) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.DisplaySize = {600, 400};
    io.IniFilename = nullptr;
    ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
    platform.Platform_ClipboardUserData = &clipboard_;
    platform.Platform_GetClipboardTextFn = [](ImGuiContext* g) -> const char* {
      return static_cast<std::string*>(g->PlatformIO.Platform_ClipboardUserData)->c_str();
    };
    platform.Platform_SetClipboardTextFn = [](ImGuiContext* g, const char* text) {
      *static_cast<std::string*>(g->PlatformIO.Platform_ClipboardUserData) = text;
    };
    look_.colour = palette(false);
    look_.fonts = load_fonts(*io.Fonts);
    as_.label = "Text";
    as_.extent = {300, 100};
    as_.padding = {10, 10};
    composition().text.clear();
    settle();
    as_.take_focus = true;
    frame();
    as_.take_focus = false;
    settle();
  }
  ~TextAreaTest() override {
    composition().text.clear();
    ImGui::DestroyContext();
  }

  void frame() override {
    ImGui::GetIO().DeltaTime = 1.0f / 60;
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({600, 400});
    ImGui::Begin("Window", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    apply_style(look_.colour);
    ImGui::SetCursorScreenPos({20, 20});
    const TextAreaEvents events = area_.draw(as_, look_);
    entered_ += events.entered ? 1 : 0;
    escaped_ += events.escaped ? 1 : 0;
    left_ += events.left ? 1 : 0;
    left_out_ += events.left_out;
    ImGui::SetCursorScreenPos({20, 200});
    pressed_ += ImGui::Button("Beside", {100, 40}) ? 1 : 0;
    TextField field;
    field.label = "Field";
    field.width = 120;
    ImGui::SetCursorScreenPos({20, 260});
    field_entered_ += magic::draw(field, one_line_, look_).entered ? 1 : 0;
    field.label = "Other field";
    ImGui::SetCursorScreenPos({20, 300});
    magic::draw(field, other_line_, look_);
    ImGui::End();
    ImGui::Render();
  }

  using Hand::press;
  void press(ImGuiKey modifier, ImGuiKey key) {
    ImGui::GetIO().AddKeyEvent(modifier, true);
    frame();
    press(key);
    ImGui::GetIO().AddKeyEvent(modifier, false);
    settle();
  }
  void press(ImGuiKey one, ImGuiKey two, ImGuiKey key) {
    ImGui::GetIO().AddKeyEvent(one, true);
    press(two, key);
    ImGui::GetIO().AddKeyEvent(one, false);
    settle();
  }
  void clicks(ImVec2 at, int times) {
    for (int i = 0; i < times; ++i) click(at);
  }
  // Where a place of the text is on the screen, a little below its top.
  ImVec2 at(std::size_t byte) {
    TextFormat format;
    const ImVec2 place =
        caret_at(lay_out(area_.text(), 278.5f, format, look_.fonts), {byte}, look_.fonts);
    return {30 + place.x, 30 + place.y + 8};
  }
  std::string selected() const { return area_.edit().selected(); }
  std::size_t caret() const { return area_.edit().caret(); }

 protected:
  Look look_;
  TextArea area_;
  TextAreaLook as_;
  std::string clipboard_, one_line_, other_line_;
  int entered_ = 0, escaped_ = 0, left_ = 0, pressed_ = 0, field_entered_ = 0;
  std::size_t left_out_ = 0;
};

class OneLineTest : public TextAreaTest {
 public:
  OneLineTest() : TextAreaTest(TextRules{true}) {}
};

constexpr const char* kLong =
    "The quick brown fox jumps over the lazy dog and then goes home to sleep for a long time";

}  // namespace

TEST_CASE_METHOD(TextAreaTest, "what is typed is written, and the text wraps") {
  type(kLong);
  CHECK(area_.text() == kLong);
  CHECK(area_.text_height(280, size::text, look_.fonts) > 60);
}

TEST_CASE_METHOD(TextAreaTest, "Up and Down go by lines as they are seen, and keep their column") {
  type((std::string(kLong) + "\nx\n" + kLong).c_str());
  press(ImGuiMod_Ctrl, ImGuiKey_Home);
  CHECK(caret() == 0);
  for (int i = 0; i < 12; ++i) press(ImGuiKey_RightArrow);
  press(ImGuiKey_DownArrow);
  CHECK(caret() > 20);
  CHECK(caret() < std::string(kLong).size());
  const float x = at(12).x;
  CHECK(std::abs(at(caret()).x - x) < 8);
  const std::size_t gap = std::string(kLong).size() + 2;  // behind the x
  while (caret() < gap) press(ImGuiKey_DownArrow);
  CHECK(caret() == gap);
  press(ImGuiKey_DownArrow);
  CHECK(caret() > gap + 5);
  CHECK(std::abs(at(caret()).x - x) < 8);
  while (caret() > 14) press(ImGuiKey_UpArrow);
  CHECK(caret() == 12);
  press(ImGuiKey_UpArrow);
  CHECK(caret() == 0);
  for (int i = 0; i < 20; ++i) press(ImGuiKey_DownArrow);
  CHECK(caret() == area_.text().size());
}

TEST_CASE_METHOD(TextAreaTest, "Home and End stay on the line as it is seen") {
  type(kLong);
  press(ImGuiMod_Ctrl, ImGuiKey_Home);
  press(ImGuiKey_End);
  const std::size_t line_end = caret();
  CHECK(line_end > 10);
  CHECK(line_end < area_.text().size() / 2);
  press(ImGuiKey_End);
  CHECK(caret() == line_end);
  press(ImGuiKey_Home);
  CHECK(caret() == 0);
  press(ImGuiMod_Ctrl, ImGuiKey_End);
  press(ImGuiMod_Shift, ImGuiKey_Home);
  CHECK(selected().size() < 45);
  CHECK(area_.text().substr(area_.text().size() - 4) == "time");
  press(ImGuiMod_Ctrl, ImGuiMod_Shift, ImGuiKey_Home);
  CHECK(selected() == kLong);
}

TEST_CASE_METHOD(TextAreaTest, "PageUp and PageDown go by what is seen, with Shift they select") {
  std::string lines;
  for (int i = 0; i < 20; ++i) lines += "line\n";
  type("x");
  area_.set_text(lines);
  press(ImGuiKey_PageUp);
  const std::size_t page = lines.size() - caret();
  CHECK(page >= 10);
  CHECK(page <= 20);
  press(ImGuiMod_Shift, ImGuiKey_PageDown);
  CHECK(selected().size() == page);
}

TEST_CASE_METHOD(TextAreaTest, "words are jumped over, selected and erased with Ctrl") {
  type("one two three");
  press(ImGuiMod_Ctrl, ImGuiKey_LeftArrow);
  CHECK(caret() == 8);
  press(ImGuiMod_Ctrl, ImGuiMod_Shift, ImGuiKey_LeftArrow);
  CHECK(selected() == "two ");
  press(ImGuiKey_RightArrow);
  press(ImGuiMod_Ctrl, ImGuiKey_Backspace);
  CHECK(area_.text() == "one three");
  press(ImGuiMod_Ctrl, ImGuiKey_Delete);
  CHECK(area_.text() == "one ");
}

TEST_CASE_METHOD(TextAreaTest, "on a Mac, Alt goes by words and Cmd to the edges") {
  ImGui::GetIO().ConfigMacOSXBehaviors = true;
  constexpr ImGuiKey kCmd = ImGuiMod_Super;
  type("one two\nthree four");
  press(ImGuiMod_Alt, ImGuiKey_LeftArrow);
  CHECK(caret() == 14);
  press(kCmd, ImGuiKey_LeftArrow);
  CHECK(caret() == 8);
  press(kCmd, ImGuiKey_UpArrow);
  CHECK(caret() == 0);
  press(kCmd, ImGuiMod_Shift, ImGuiKey_RightArrow);
  CHECK(selected() == "one two");
  press(kCmd, ImGuiKey_DownArrow);
  press(ImGuiMod_Alt, ImGuiKey_Backspace);
  CHECK(area_.text() == "one two\nthree ");
  press(kCmd, ImGuiKey_Backspace);
  CHECK(area_.text() == "one two\n");
  press(kCmd, ImGuiKey_Z);
  CHECK(area_.text() == "one two\nthree ");
  press(kCmd, ImGuiKey_A);
  press(kCmd, ImGuiKey_C);
  CHECK(clipboard_ == "one two\nthree ");
}

TEST_CASE_METHOD(TextAreaTest,
                 "copy, cut and paste use the clipboard; without a selection nothing") {
  type("one two");
  press(ImGuiMod_Ctrl, ImGuiKey_C);
  CHECK(clipboard_.empty());
  press(ImGuiMod_Ctrl, ImGuiMod_Shift, ImGuiKey_LeftArrow);
  press(ImGuiMod_Ctrl, ImGuiKey_X);
  CHECK(clipboard_ == "two");
  CHECK(area_.text() == "one ");
  clipboard_ = "a\r\nb";
  press(ImGuiMod_Ctrl, ImGuiKey_V);
  CHECK(area_.text() == "one a\nb");
  press(ImGuiMod_Ctrl, ImGuiKey_Z);
  CHECK(area_.text() == "one ");
  press(ImGuiMod_Ctrl, ImGuiKey_Z);
  CHECK(area_.text() == "one two");
  CHECK(selected() == "two");
  press(ImGuiMod_Ctrl, ImGuiKey_Y);
  press(ImGuiMod_Ctrl, ImGuiMod_Shift, ImGuiKey_Z);
  CHECK(area_.text() == "one a\nb");
}

TEST_CASE_METHOD(TextAreaTest, "Enter is told, with Shift or Ctrl it begins a line") {
  type("a");
  press(ImGuiKey_Enter);
  CHECK(entered_ == 1);
  press(ImGuiMod_Shift, ImGuiKey_Enter);
  press(ImGuiMod_Ctrl, ImGuiKey_Enter);
  CHECK(entered_ == 1);
  CHECK(area_.text() == "a\n\n");
  as_.enter_writes = true;
  press(ImGuiKey_Enter);
  CHECK(entered_ == 1);
  CHECK(area_.text() == "a\n\n\n");
  CHECK(area_.has_focus());
}

TEST_CASE_METHOD(TextAreaTest, "a click places the caret, with Shift it selects, a drag too") {
  type(kLong);
  click(at(4));
  CHECK(caret() == 4);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  click(at(9));
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
  CHECK(selected() == "quick");
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(at(14).x, at(14).y);
  io.AddMouseButtonEvent(0, true);
  settle();
  io.AddMousePosEvent(at(50).x, at(50).y);
  settle();
  io.AddMouseButtonEvent(0, false);
  settle();
  CHECK(selected() == area_.text().substr(14, 36));
}

TEST_CASE_METHOD(TextAreaTest, "a double click selects a word, a triple click the line") {
  type("one two three\nfour");
  clicks(at(5), 2);
  CHECK(selected() == "two");
  click(at(5));
  CHECK(selected() == "one two three");
  clicks(at(15), 2);
  CHECK(selected() == "four");
}

TEST_CASE_METHOD(TextAreaTest, "a drag that began with a double click goes on by words") {
  type("one two three four");
  click(at(5));
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseButtonEvent(0, true);
  settle();
  io.AddMousePosEvent(at(10).x, at(10).y);
  settle();
  CHECK(selected() == "two three");
  io.AddMousePosEvent(at(1).x, at(1).y);
  settle();
  CHECK(selected() == "one two");
  io.AddMouseButtonEvent(0, false);
  settle();
}

TEST_CASE_METHOD(TextAreaTest, "a click beside the text leaves it, and presses what is there") {
  type("kept");
  click({60, 220});
  CHECK_FALSE(area_.has_focus());
  CHECK(left_ == 1);
  CHECK(pressed_ == 1);
  type("lost");
  CHECK(area_.text() == "kept");
}

TEST_CASE_METHOD(TextAreaTest,
                 "a text that is higher than its field follows the caret and the wheel") {
  std::string lines;
  for (int i = 0; i < 40; ++i) lines += "line " + std::to_string(i) + "\n";
  clipboard_ = lines;
  press(ImGuiMod_Ctrl, ImGuiKey_V);
  CHECK(caret() == lines.size());
  click({60, 40});  // the first line that is seen
  CHECK(caret() > lines.size() - 50);
  ImGui::GetIO().AddMouseWheelEvent(0, 100);
  settle();
  click({200, 40});
  CHECK(caret() == 6);
}

TEST_CASE_METHOD(TextAreaTest, "a tap places the caret, and a finger that moves scrolls") {
  std::string lines;
  for (int i = 0; i < 40; ++i) lines += "line\n";
  area_.set_text(lines);
  click({60, 220});
  REQUIRE_FALSE(area_.has_focus());
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
  io.AddMousePosEvent(100, 100);
  io.AddMouseButtonEvent(0, true);
  settle();
  for (int y = 95; y >= 40; y -= 5) {
    io.AddMousePosEvent(100, static_cast<float>(y));
    frame();
  }
  io.AddMouseButtonEvent(0, false);
  settle();
  CHECK_FALSE(area_.has_focus());
  click({100, 40});
  CHECK(area_.has_focus());
  CHECK(caret() % 5 == 4);
  CHECK(caret() < lines.size());
}

TEST_CASE_METHOD(TextAreaTest, "what is composed is shown at the caret, and is not yet written") {
  type("ab");
  press(ImGuiKey_LeftArrow);
  const float before = area_.text_height(280, size::text, look_.fonts);
  composition().text = std::string(kLong);
  frame();
  CHECK(area_.text() == "ab");
  CHECK(area_.text_height(280, size::text, look_.fonts) > before);
  composition().text.clear();
  type("你");
  CHECK(area_.text() == "a你b");
  CHECK(area_.text_height(280, size::text, look_.fonts) == before);
}

TEST_CASE_METHOD(TextAreaTest, "composing begins in place of the selection") {
  type("one two");
  press(ImGuiMod_Ctrl, ImGuiMod_Shift, ImGuiKey_LeftArrow);
  composition().text = "ni";
  settle();
  CHECK(area_.text() == "one ");
  composition().text.clear();
  settle();
  press(ImGuiMod_Ctrl, ImGuiKey_Z);
  CHECK(area_.text() == "one two");
}

TEST_CASE_METHOD(TextAreaTest, "the platform is told where the caret is, and that text is wanted") {
  type("abc");
  ImGuiContext& g = *ImGui::GetCurrentContext();
  CHECK(g.PlatformImeData.WantTextInput);
  CHECK(std::abs(g.PlatformImeData.InputPos.x - at(3).x) < 1);
  const float x = g.PlatformImeData.InputPos.x;
  composition().text = "nihao";
  settle();
  CHECK(g.PlatformImeData.InputPos.x == x);
  composition().text.clear();
  click({60, 220});
  CHECK_FALSE(g.PlatformImeData.WantTextInput);
}

TEST_CASE_METHOD(TextAreaTest, "the caret blinks twice a second, and only with the focus") {
  type("a");
  CHECK(caret_frame_ms() == -1);
  look_.caret_blinks = true;
  frame();
  CHECK(caret_frame_ms() > 0);
  CHECK(caret_frame_ms() <= 500);
  click({60, 220});
  CHECK(caret_frame_ms() == -1);
}

TEST_CASE_METHOD(TextAreaTest, "Tab goes from field to field") {
  press(ImGuiKey_Tab);
  press(ImGuiKey_Tab);
  type("in the field");
  press(ImGuiKey_Tab);
  type("in the other");
  CHECK(area_.text().empty());
  CHECK(one_line_ == "in the field");
  CHECK(other_line_ == "in the other");
}

TEST_CASE_METHOD(TextAreaTest, "fields of one line each keep their own text") {
  click({60, 278});
  type("one");
  click({60, 318});
  type("two");
  click({130, 278});
  type("!");
  CHECK(one_line_ == "one!");
  CHECK(other_line_ == "two");
  press(ImGuiKey_Enter);
  CHECK(field_entered_ == 1);
  type("lost");
  CHECK(one_line_ == "one!");
}

TEST_CASE_METHOD(TextAreaTest, "a paste of more than there is room for is cut, and says so") {
  clipboard_.assign(300'000, 'x');
  press(ImGuiMod_Ctrl, ImGuiKey_V);
  CHECK(area_.text().size() == 131072);
  CHECK(left_out_ == 300'000 - 131072);
}

TEST_CASE_METHOD(OneLineTest, "one line scrolls sideways with its caret and has no line ends") {
  clipboard_ = std::string(kLong) + "\n" + kLong;
  press(ImGuiMod_Ctrl, ImGuiKey_V);
  CHECK(area_.text() == std::string(kLong) + " " + kLong);
  click({300, 70});
  CHECK(caret() > 100);
  press(ImGuiKey_Home);
  click({40, 70});
  CHECK(caret() < 4);
  press(ImGuiMod_Shift, ImGuiKey_Enter);
  CHECK(entered_ == 1);
}

TEST_CASE_METHOD(OneLineTest, "Escape leaves a field that takes it, and is told from leaving") {
  as_.takes_escape = true;
  type("a");
  press(ImGuiKey_Escape);
  CHECK(escaped_ == 1);
  CHECK(left_ == 0);
  CHECK_FALSE(area_.has_focus());
  CHECK(area_.text() == "a");
}
