#include <catch2/catch_test_macros.hpp>
#include <string>

#include "client-wasm/views/text_caret.h"
#include "tests/client/views/windowless_imgui.h"

using namespace magic;

namespace {

// The code face: every Latin character is as wide as another.
class TextCaretTest : public WindowlessImGui {
 public:
  TextCaretTest() : WindowlessImGui({800, 600}) {
    fonts_.ui = fonts_.code = loaded_.code;
    ImGui::NewFrame();
    character_ = text_width("x", size::text, fonts_);
  }
  TextLayout in_columns(const std::string& text, int columns) const {
    return lay_out(text, character_ * (static_cast<float>(columns) + 0.5f), {}, fonts_);
  }
  ImVec2 point(float column, float line) const {
    return {column * character_, (line + 0.5f) * size::text * size::line};
  }

 protected:
  Fonts fonts_;
  float character_ = 0;
};

}  // namespace

TEST_CASE_METHOD(TextCaretTest, "a point gives the nearest place between two characters") {
  const TextLayout layout = in_columns("abcdef", 20);
  CHECK(place_at(layout, point(0.2f, 0), fonts_).byte == 0);
  CHECK(place_at(layout, point(0.8f, 0), fonts_).byte == 1);
  CHECK(place_at(layout, point(2.4f, 0), fonts_).byte == 2);
  CHECK(place_at(layout, point(99, 0), fonts_).byte == 6);
  CHECK(place_at(layout, point(2, -5), fonts_).byte == 2);
  CHECK(place_at(layout, point(2, 5), fonts_).byte == 2);
}

TEST_CASE_METHOD(TextCaretTest, "the caret stands where the place was found, on every line") {
  const TextLayout layout = in_columns("one two\nthree", 4);  // "one ", "two", "thre", "e"
  REQUIRE(layout.lines.size() == 4);
  CHECK(caret_at(layout, {5, LineSide::next_line}, fonts_).x == character_);
  CHECK(line_of(layout, {5, LineSide::next_line}) == 1);
  CHECK(place_at(layout, point(1, 1), fonts_).byte == 5);
  CHECK(line_of(layout, {7, LineSide::next_line}) == 1);  // before the LF
  CHECK(line_of(layout, {8, LineSide::next_line}) == 2);
}

TEST_CASE_METHOD(TextCaretTest,
                 "at a soft break a place is at one line's end or at the next's begin") {
  const TextLayout layout = in_columns("abcdefgh", 4);
  REQUIRE(layout.lines.size() == 2);
  CHECK(caret_at(layout, {4, LineSide::next_line}, fonts_).y == layout.line_height);
  CHECK(caret_at(layout, {4, LineSide::this_line}, fonts_).y == 0);
  CHECK(place_at(layout, point(9, 0), fonts_) == TextPlace{4, LineSide::this_line});
}

TEST_CASE_METHOD(TextCaretTest, "a character of several bytes is not cut") {
  const TextLayout layout = in_columns("äö", 20);
  CHECK(place_at(layout, point(1, 0), fonts_).byte == 2);
  CHECK(caret_at(layout, {2, LineSide::next_line}, fonts_).x == character_);
}

TEST_CASE_METHOD(TextCaretTest,
                 "a selection over lines fills each of them and marks the line ends in it") {
  const TextLayout layout = in_columns("ab\n\ncd", 20);
  const std::vector<TextRect> rects = rects_of(layout, 1, 5, fonts_);
  REQUIRE(rects.size() == 3);
  CHECK(rects[0].min.x == character_);
  CHECK(rects[1].max.x > rects[1].min.x);
  CHECK(rects[2].max.x == character_);
  CHECK(rects[2].min.y == 2 * layout.line_height);
}

TEST_CASE_METHOD(TextCaretTest,
                 "an emoji of several characters has a place before and one after it") {
  const std::string text = "a👨‍👩‍👧b";
  const TextLayout layout = in_columns(text, 20);
  const float left = caret_at(layout, {1, LineSide::next_line}, fonts_).x;
  const float right = caret_at(layout, {19, LineSide::next_line}, fonts_).x;
  CHECK(left == character_);
  CHECK(right > left);
  CHECK(place_at(layout, {left + (right - left) * 0.4f, 5}, fonts_).byte == 1);
  CHECK(place_at(layout, {left + (right - left) * 0.6f, 5}, fonts_).byte == 19);
}

TEST_CASE_METHOD(TextCaretTest, "a tab is passed in one step") {
  const TextLayout layout = in_columns("a\tb", 20);
  CHECK(caret_at(layout, {2, LineSide::next_line}, fonts_).x == 5 * character_);
  CHECK(place_at(layout, point(1.5f, 0), fonts_).byte == 1);
  CHECK(place_at(layout, point(4, 0), fonts_).byte == 2);
}

TEST_CASE_METHOD(TextCaretTest,
                 "in a word that runs to the left, later places stand further left") {
  const TextLayout layout = in_columns("ab אבג cd", 40);  // 2 bytes a Hebrew letter
  float before = 1e9f;
  for (const std::size_t byte : {5u, 7u}) {
    const float x = caret_at(layout, {byte, LineSide::next_line}, fonts_).x;
    CHECK(x < before);
    CHECK(place_at(layout, {x + 0.5f, 5}, fonts_).byte == byte);
    before = x;
  }
  // Where two directions meet the caret stands with the line's own.
  CHECK(caret_at(layout, {3, LineSide::next_line}, fonts_).x == 3 * character_);
}

TEST_CASE_METHOD(TextCaretTest, "places within a joined word divide it, and none is lost") {
  const std::string text = "مرحبا";
  const TextLayout layout = in_columns(text, 40);
  float before = 1e9f;
  for (std::size_t byte = 0; byte <= text.size(); byte += 2) {
    const float x = caret_at(layout, {byte, LineSide::next_line}, fonts_).x;
    CHECK(x <= before);
    before = x;
  }
  CHECK(before == layout.pieces[0].x);
  CHECK(place_at(layout, {0, 5}, fonts_).byte == text.size());
  CHECK(place_at(layout, {1e6f, 5}, fonts_).byte == 0);
}

TEST_CASE_METHOD(TextCaretTest,
                 "a selection over two directions is filled where its letters stand") {
  const TextLayout layout = in_columns("ab אבג cd", 40);
  // From within the Latin word to within the Hebrew one: two stretches with a hole between.
  const std::vector<TextRect> rects = rects_of(layout, 1, 5, fonts_);
  REQUIRE(rects.size() == 2);
  CHECK(rects[0].min.x == character_);
  CHECK(rects[0].max.x == 3 * character_);
  CHECK(rects[1].min.x > rects[0].max.x);
  CHECK(rects_of(layout, 0, 13, fonts_).size() == 1);
}

TEST_CASE_METHOD(TextCaretTest, "an empty line of a text at the right has its caret there") {
  const TextLayout layout = in_columns("אב\n\nג", 40);
  CHECK(caret_at(layout, {0, LineSide::next_line}, fonts_).x == layout.width);
  CHECK(caret_at(layout, {5, LineSide::next_line}, fonts_).x == 0);
  CHECK(rects_of(layout, 0, 8, fonts_).size() == 3);
}
