#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <string>
#include <vector>

#include "client-wasm/platform/glyph_fallback.h"
#include "client-wasm/views/text_layout.h"
#include "tests/client/views/windowless_imgui.h"

using namespace magic;

namespace {

// Dear ImGui without a window, with the code face: every Latin character is as wide as another.
class TextLayoutTest : public WindowlessImGui {
 public:
  TextLayoutTest() : WindowlessImGui({800, 600}) {
    fonts_.ui = fonts_.code = loaded_.code;
    ImGui::NewFrame();
    character_ = text_width("x", size::text, fonts_);
  }
  float width(const char* text) const { return text_width(text, size::text, fonts_); }

  std::vector<std::string> lines(const std::string& text, int characters) const {
    return lines_in(character_ * (static_cast<float>(characters) + 0.5f), text);
  }
  std::vector<std::string> lines_in(float room, const std::string& text) const {
    std::vector<std::string> lines;
    float y = -1;
    for (const TextLayout::Piece& piece : lay_out(text, room, {}, fonts_).pieces) {
      if (piece.y != y) lines.emplace_back();
      y = piece.y;
      lines.back() += piece.text;
    }
    return lines;
  }

 protected:
  Fonts fonts_;
  float character_ = 0;
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE_METHOD(TextLayoutTest, "lines break between words") {
  CHECK(lines("one two three", 8) == Lines{"one two ", "three"});
}

TEST_CASE_METHOD(TextLayoutTest, "a word longer than a line is broken where it must be") {
  CHECK(lines("ab abcdefghij", 4) == Lines{"ab ", "abcd", "efgh", "ij"});
}

TEST_CASE_METHOD(TextLayoutTest, "a hyphen allows a break after it") {
  CHECK(lines("well-known", 6) == Lines{"well-", "known"});
}

TEST_CASE_METHOD(TextLayoutTest, "Chinese breaks anywhere but before a closing mark") {
  const float three = width("一二三") + 1;
  CHECK(lines_in(three, "一二三四") == Lines{"一二三", "四"});
  CHECK(lines_in(three, "一二三。四") == Lines{"一二", "三。四"});
  CHECK(lines_in(width("中a") + 1, "中ab") == Lines{"中", "ab"});
}

TEST_CASE_METHOD(TextLayoutTest, "line ends are kept, an empty text has one line") {
  CHECK(lines("a\nb", 9) == Lines{"a", "b"});
  const TextLayout empty = lay_out("", 100, {}, fonts_);
  CHECK(empty.pieces.empty());
  CHECK(empty.height == empty.line_height);
  CHECK(lay_out("a\n\nb", 100, {}, fonts_).height == 3 * empty.line_height);
}

TEST_CASE_METHOD(TextLayoutTest, "styles keep their places in the line") {
  TextStyle bold;
  bold.bold = true;
  const TextLayout layout = lay_out({{"ab ", {}}, {"cd", bold}}, 1000, {}, fonts_);
  REQUIRE(layout.pieces.size() == 2);
  CHECK(layout.pieces[1].text == "cd");
  CHECK(layout.pieces[1].style.bold);
  CHECK(layout.pieces[1].x == layout.pieces[0].width);
  CHECK(layout.width == layout.pieces[1].x + layout.pieces[1].width);
  CHECK(layout.end.x == layout.width);
}

TEST_CASE_METHOD(TextLayoutTest,
                 "a paragraph whose first letter runs to the left stands at the right") {
  const float room = character_ * 40;
  const TextLayout layout = lay_out("אבג\nabc\n", room, {}, fonts_);
  REQUIRE(layout.pieces.size() == 2);
  CHECK(layout.pieces[0].x + layout.pieces[0].width == room);
  CHECK(layout.pieces[0].direction == Direction::right_to_left);
  CHECK(layout.pieces[1].x == 0);
  CHECK(layout.width == room);
  TextFormat format;
  format.fill = false;  // as wide as the widest line
  const TextLayout bubble = lay_out("אב\nabcdef", room, format, fonts_);
  CHECK(bubble.width == bubble.pieces[1].width);
  CHECK(bubble.pieces[0].x + bubble.pieces[0].width == bubble.width);
  format.code = true;
  CHECK(lay_out("אבג", room, format, fonts_).pieces[0].x == 0);
}

TEST_CASE_METHOD(TextLayoutTest, "parts of a line stand in the order in which they are read") {
  // In the text: say, two words, now. On the screen the two words change places.
  const TextLayout layout = lay_out("say אב גד now", 1e6f, {}, fonts_);
  REQUIRE(layout.pieces.size() == 3);
  CHECK(layout.pieces[1].text == "אב גד");
  CHECK(layout.pieces[1].direction == Direction::right_to_left);
  CHECK(layout.pieces[1].x == layout.pieces[0].width);
  const TextLayout turned = lay_out("אב 12 גד", 1e6f, {}, fonts_);
  REQUIRE(turned.pieces.size() == 3);  // in the order of the text
  CHECK(turned.pieces[2].x == 0);
  CHECK(turned.pieces[1].x == turned.pieces[2].width);
  CHECK(turned.pieces[0].x > turned.pieces[1].x);
}

TEST_CASE_METHOD(TextLayoutTest,
                 "a space at the end of a line stands where its paragraph goes on") {
  const TextLayout layout = lay_out("אב cd ", 1e6f, {}, fonts_);
  REQUIRE(layout.pieces.size() == 3);
  CHECK(layout.pieces[2].text == " ");
  CHECK(layout.pieces[2].x < 0.01f);
  CHECK(layout.lines[0].end == layout.pieces[2].end);
}

TEST_CASE_METHOD(TextLayoutTest, "what is shown of a text is the text, whatever is drawn for it") {
  const std::string text =
      "a👨‍👩‍👧 مرحبا,\tהִנֵּה e\u0301 \uE000 ไทย\nहिन्दी";
  std::string shown;
  const TextLayout layout = lay_out(text, character_ * 9, {}, fonts_);
  for (const TextLayout::Piece& piece : layout.pieces) {
    CHECK(piece.text == text.substr(piece.begin, piece.end - piece.begin));
    shown += piece.text;
  }
  CHECK(shown.size() == text.size() - 1);  // but for the LF
}

TEST_CASE_METHOD(TextLayoutTest, "a cluster is not broken, Thai breaks between its words") {
  CHECK(lines_in(1, "🇩🇪🇫🇷") == Lines{"🇩🇪", "🇫🇷"});
  CHECK(lines_in(width("ฉันชอบ") + 1, "ฉันชอบแมว") == Lines{"ฉันชอบ", "แมว"});
}

TEST_CASE_METHOD(TextLayoutTest, "code has columns: what the code face lacks takes whole cells") {
  const float cell = width("x");
  for (const char* wide : {"中", "か", "한", "😀", "👨‍👩‍👧"}) {
    const float cells = width(wide) / cell;
    CHECK(std::abs(cells - std::round(cells)) < 0.01f);
  }
}

TEST_CASE_METHOD(TextLayoutTest, "more words than there are codes are drawn, frame by frame") {
  Look look;
  look.fonts = fonts_;
  ImGui::Render();
  for (int word = 0; word < 9000;) {
    tidy_glyphs(*ImGui::GetIO().Fonts);
    ImGui::NewFrame();
    ImGui::Begin("words");
    std::string text;
    for (const int last = word + 300; word < last; ++word) {
      text += "ا";
      for (int rest = word; rest > 0; rest /= 8)
        text += {'\xD8', static_cast<char>(0xA7 + rest % 8)};
      text += " ";
    }
    const TextLayout layout = lay_out(text, 700, {}, fonts_);
    const int before = ImGui::GetWindowDrawList()->VtxBuffer.Size;
    draw(layout, {0, 0}, IM_COL32_WHITE, look);
    CHECK(ImGui::GetWindowDrawList()->VtxBuffer.Size > before);
    ImGui::End();
    ImGui::Render();
  }
}

TEST_CASE_METHOD(TextLayoutTest, "a line of many styles has each where it belongs") {
  TextStyle bold;
  bold.bold = true;
  // The bold word stands left of the plain one.
  const TextLayout layout = lay_out({{"אב ", {}}, {"גד", bold}}, 1e6f, {}, fonts_);
  REQUIRE(layout.pieces.size() == 2);
  CHECK(layout.pieces[1].style.bold);
  CHECK(layout.pieces[1].x == 0);
  CHECK(layout.pieces[0].x == layout.pieces[1].width);
}

TEST_CASE_METHOD(TextLayoutTest, "a text that does not fit on one line is cut with an ellipsis") {
  CHECK(elided("short", 1000, size::text, fonts_) == "short");
  const std::string cut = elided("a rather long name", character_ * 8, size::text, fonts_);
  CHECK(cut.substr(cut.size() - 3) == "…");
  CHECK(text_width(cut, size::text, fonts_) <= character_ * 8 + 0.5f);
  const std::string flags = elided("🇩🇪🇫🇷🇩🇪", width("🇩🇪🇫🇷"), size::text, fonts_);
  CHECK(flags == "🇩🇪…");  // no half of a flag
}
