#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "client-wasm/views/text_layout.h"

using namespace magic;

namespace {

// Dear ImGui without a window, with the code face: every Latin character is as wide as another.
class TextLayoutTest {
 public:
  TextLayoutTest() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.DisplaySize = {800, 600};
    io.IniFilename = nullptr;
    fonts_.ui = fonts_.code = load_fonts(*io.Fonts).code;
    ImGui::NewFrame();
    character_ = text_width("x", size::text, fonts_);
  }
  ~TextLayoutTest() { ImGui::DestroyContext(); }

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

TEST_CASE_METHOD(TextLayoutTest, "a text that does not fit on one line is cut with an ellipsis") {
  CHECK(elided("short", 1000, size::text, fonts_) == "short");
  const std::string cut = elided("a rather long name", character_ * 8, size::text, fonts_);
  CHECK(cut.substr(cut.size() - 3) == "…");
  CHECK(text_width(cut, size::text, fonts_) <= character_ * 8 + 0.5f);
}
