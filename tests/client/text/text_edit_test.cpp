#include "client-wasm/text/text_edit.h"

#include <catch2/catch_test_macros.hpp>

using namespace magic;

namespace {

using Place = std::pair<std::size_t, std::size_t>;

TextEdit edit_of(const char* text, TextRules rules = {}) {
  TextEdit edit(rules);
  edit.reset(text);
  return edit;
}

// The text with | for the caret and [ for the other end of a selection.
std::string shown(const TextEdit& edit) {
  std::string out = edit.text();
  const std::size_t anchor = edit.caret() == edit.begin() ? edit.end() : edit.begin();
  if (edit.caret() >= anchor) out.insert(edit.caret(), "|");
  if (edit.has_selection()) out.insert(anchor, "[");
  if (edit.caret() < anchor) out.insert(edit.caret(), "|");
  return out;
}

constexpr const char* kFamily = "👨‍👩‍👧";  // one character of 18 bytes

}  // namespace

TEST_CASE("what is typed stands before the caret") {
  TextEdit edit;
  edit.type("Hllo");
  edit.move_to(1, false);
  edit.type("e");
  CHECK(shown(edit) == "He|llo");
}

TEST_CASE("the caret goes by what a person takes for one character") {
  TextEdit edit = edit_of((std::string("a") + kFamily + "e\u0301 नि").c_str());
  const std::string text = edit.text();
  for (const std::size_t place : {text.size() - 6, text.size() - 7, text.size() - 10,
                                  std::size_t{1}, std::size_t{0}, std::size_t{0}}) {
    edit.move(Way::back, TextUnit::character, false);
    CHECK(edit.caret() == place);
  }
  for (const std::size_t place : {std::size_t{1}, std::size_t{19}, std::size_t{22}}) {
    edit.move(Way::forward, TextUnit::character, false);
    CHECK(edit.caret() == place);
  }
}

TEST_CASE("Backspace and Delete take a whole character") {
  TextEdit edit = edit_of((std::string("a") + kFamily + "b").c_str());
  edit.move_to(19, false);
  edit.erase(Way::back, TextUnit::character);
  CHECK(shown(edit) == "a|b");
  edit.undo();
  edit.move_to(1, false);
  edit.erase(Way::forward, TextUnit::character);
  CHECK(shown(edit) == "a|b");
}

TEST_CASE("at the ends of the text there is nothing to move over or to erase") {
  TextEdit edit;
  for (const TextUnit unit : {TextUnit::character, TextUnit::word, TextUnit::line, TextUnit::text})
    for (const Way way : {Way::back, Way::forward}) {
      edit.move(way, unit, false);
      edit.erase(way, unit);
    }
  CHECK(shown(edit) == "|");
  CHECK_FALSE(edit.undo());
  edit.reset("a");
  const int revision = edit.revision();
  edit.erase(Way::forward, TextUnit::character);
  CHECK(edit.revision() == revision);
}

TEST_CASE("word by word the caret stops behind words going right, before them going left") {
  TextEdit edit = edit_of("one, two  three\nfour");
  const auto left = [&] {
    edit.move(Way::back, TextUnit::word, false);
    return edit.caret();
  };
  const auto right = [&] {
    edit.move(Way::forward, TextUnit::word, false);
    return edit.caret();
  };
  CHECK(left() == 16);
  CHECK(left() == 15);  // a line end is a stop of its own
  CHECK(left() == 10);
  CHECK(left() == 5);
  CHECK(left() == 0);
  CHECK(right() == 3);
  CHECK(right() == 8);
  CHECK(right() == 15);
  CHECK(right() == 16);
  CHECK(right() == 20);
}

TEST_CASE("words of scripts without spaces are words too") {
  TextEdit edit = edit_of("我喜欢北京");
  edit.move(Way::back, TextUnit::word, false);
  CHECK(edit.caret() == 9);
}

TEST_CASE("a word is erased in one go, in both directions") {
  TextEdit edit = edit_of("one two three");
  edit.erase(Way::back, TextUnit::word);
  CHECK(shown(edit) == "one two |");
  edit.move(Way::back, TextUnit::text, false);
  edit.erase(Way::forward, TextUnit::word);
  CHECK(shown(edit) == "| two ");
  edit.erase(Way::forward, TextUnit::line);
  CHECK(shown(edit) == "|");
}

TEST_CASE("lines end at their line end, the text at its last") {
  TextEdit edit = edit_of("one\ntwo\nthree");
  edit.move_to(5, false);
  edit.move(Way::forward, TextUnit::line, false);
  CHECK(edit.caret() == 7);
  edit.move(Way::forward, TextUnit::line, false);
  CHECK(edit.caret() == 7);
  edit.move(Way::back, TextUnit::line, false);
  CHECK(edit.caret() == 4);
  edit.move(Way::forward, TextUnit::text, false);
  CHECK(edit.caret() == 13);
  edit.move(Way::back, TextUnit::text, true);
  CHECK(shown(edit) == "|one\ntwo\nthree[");
}

TEST_CASE("a selection is replaced by what is typed, and removed by either erasing key") {
  TextEdit edit = edit_of("one two");
  edit.select(0, 3);
  edit.type("1");
  CHECK(shown(edit) == "1| two");
  for (const Way way : {Way::back, Way::forward}) {
    edit.reset("one two");
    edit.select(7, 3);
    edit.erase(way, TextUnit::word);
    CHECK(shown(edit) == "one|");
  }
}

TEST_CASE("without Shift an arrow goes to the selection's edge, with it the selection grows") {
  TextEdit edit = edit_of("one two");
  edit.select(1, 3);
  edit.move(Way::back, TextUnit::character, false);
  CHECK(shown(edit) == "o|ne two");
  edit.select(3, 1);
  edit.move(Way::forward, TextUnit::character, false);
  CHECK(shown(edit) == "one| two");
  edit.move(Way::forward, TextUnit::character, true);
  edit.move(Way::forward, TextUnit::word, true);
  CHECK(shown(edit) == "one[ two|");
  CHECK(edit.selected() == " two");
}

TEST_CASE("a place names its word, the space between words, or its line") {
  const TextEdit edit = edit_of("one two\nthree");
  CHECK(edit.around(1, TextUnit::word) == Place{0, 3});
  CHECK(edit.around(3, TextUnit::word) == Place{0, 3});
  CHECK(edit.around(4, TextUnit::word) == Place{4, 7});
  CHECK(edit.around(7, TextUnit::word) == Place{4, 7});
  CHECK(edit.around(13, TextUnit::word) == Place{8, 13});
  CHECK(edit.around(9, TextUnit::line) == Place{8, 13});
  CHECK(edit.around(7, TextUnit::line) == Place{0, 7});
  CHECK(edit_of("a  b").around(2, TextUnit::word) == Place{1, 3});
  CHECK(edit_of("").around(0, TextUnit::word) == Place{0, 0});
}

TEST_CASE("a place inside a character, or behind the text, is none") {
  TextEdit edit = edit_of("é");
  edit.move_to(1, false);
  CHECK(edit.caret() == 0);
  edit.select(99, 99);
  CHECK(edit.caret() == 2);
}

TEST_CASE("what is typed in one go is undone in one go, and comes back") {
  TextEdit edit;
  edit.type("H");
  edit.type("i");
  CHECK(edit.undo());
  CHECK(shown(edit) == "|");
  CHECK_FALSE(edit.undo());
  CHECK(edit.redo());
  CHECK(shown(edit) == "Hi|");
  CHECK_FALSE(edit.redo());
}

TEST_CASE("a pause, a move and another kind of change each begin a new step") {
  TextEdit edit;
  edit.type("a");
  edit.end_group();
  edit.type("b");
  edit.move_to(0, false);
  edit.type("c");
  edit.erase(Way::back, TextUnit::character);
  for (const char* before : {"cab", "ab", "a", ""}) {
    CHECK(edit.undo());
    CHECK(edit.text() == before);
  }
  for (const char* after : {"a", "ab", "cab", "ab"}) {
    CHECK(edit.redo());
    CHECK(edit.text() == after);
  }
}

TEST_CASE("characters erased one after the other come back together") {
  TextEdit edit = edit_of("abcdef");
  edit.move_to(3, false);
  edit.erase(Way::back, TextUnit::character);
  edit.erase(Way::back, TextUnit::character);
  edit.erase(Way::forward, TextUnit::character);
  CHECK(edit.text() == "aef");
  CHECK(edit.undo());
  CHECK(shown(edit) == "abc|def");
  CHECK(edit.redo());
  CHECK(shown(edit) == "a|ef");
}

TEST_CASE("a paste and a word erased are steps of their own") {
  TextEdit edit;
  edit.type("a ");
  edit.paste("pasted");
  edit.paste(" twice");
  edit.type("!");
  edit.erase(Way::back, TextUnit::word);
  edit.erase(Way::back, TextUnit::word);
  for (const char* before :
       {"a pasted ", "a pasted twice!", "a pasted twice", "a pasted", "a ", ""}) {
    CHECK(edit.undo());
    CHECK(edit.text() == before);
  }
}

TEST_CASE("undoing gives the selection back that was written over") {
  TextEdit edit = edit_of("one two");
  edit.select(4, 7);
  edit.type("2");
  edit.type("!");
  CHECK(edit.undo());
  CHECK(shown(edit) == "one [two|");
  CHECK(edit.redo());
  CHECK(shown(edit) == "one 2!|");
}

TEST_CASE("after a new change nothing can be done again, and another text has no past") {
  TextEdit edit;
  edit.type("a");
  edit.undo();
  edit.type("b");
  CHECK_FALSE(edit.redo());
  edit.reset("c");
  CHECK_FALSE(edit.undo());
  CHECK(shown(edit) == "c|");
}

TEST_CASE("what can be undone is bounded in memory, oldest first") {
  TextEdit edit(TextRules{false, 10'000'000});
  const std::string part(TextEdit::kMaxUndoBytes / 4, 'x');
  for (int i = 0; i < 8; ++i) edit.paste(part);
  int undone = 0;
  while (edit.undo()) ++undone;
  CHECK(undone == 3);
  CHECK(edit.text().size() == part.size() * 5);
  int again = 0;
  while (edit.redo()) ++again;
  CHECK(again == 3);
  CHECK(edit.text().size() == part.size() * 8);
}

TEST_CASE("what has no room is left out and told, never half a character") {
  TextEdit edit(TextRules{false, 6});
  CHECK(edit.type("abcd") == 0);
  CHECK(edit.paste("é€") == 3);
  CHECK(shown(edit) == "abcdé|");
  CHECK(edit.type("x") == 1);
  CHECK(edit.text() == "abcdé");
  edit.select(0, 4);
  CHECK(edit.type("wxyz") == 0);
  CHECK(edit.text() == "wxyzé");
}

TEST_CASE("a selection is not given up for a text of which nothing fits") {
  TextEdit edit(TextRules{false, 2});
  edit.reset("ab");
  edit.select(1, 2);
  CHECK(edit.paste("€") == 3);
  CHECK(shown(edit) == "a[b|");
}

TEST_CASE("a text that is longer than allowed when it comes can be shortened, not lengthened") {
  TextEdit edit = edit_of("too long", TextRules{false, 3});
  CHECK(edit.type("x") == 1);
  edit.erase(Way::back, TextUnit::word);
  CHECK(edit.text() == "too ");
}

TEST_CASE("line ends become LF, or spaces where there is one line") {
  TextEdit lines, line(TextRules{true, 100});
  for (TextEdit* edit : {&lines, &line}) edit->paste("a\r\nb\rc\nd");
  CHECK(lines.text() == "a\nb\nc\nd");
  CHECK(line.text() == "a b c d");
}

TEST_CASE("control characters and bad bytes do not get into the text") {
  TextEdit edit;
  edit.paste(std::string_view("a\0b\x1b[0m\x7f\tc\xff", 11));
  CHECK(edit.text() == "ab[0m\tc\uFFFD");
}

TEST_CASE("in a very long line the caret still moves by whole characters and words") {
  std::string text;
  std::size_t characters = 0;
  for (int i = 0; i < 3000; ++i) {
    text += i % 7 == 0 ? kFamily : i % 5 == 0 ? "w " : "e\u0301";
    characters += i % 7 != 0 && i % 5 == 0 ? 2 : 1;
  }
  TextEdit edit = edit_of(text.c_str());
  std::size_t steps = 0;
  for (; edit.caret() > 0; ++steps) edit.move(Way::back, TextUnit::character, false);
  CHECK(steps == characters);
  steps = 0;
  for (; edit.caret() < text.size(); ++steps) edit.move(Way::forward, TextUnit::character, false);
  CHECK(steps == characters);

  edit.reset(std::string(100'000, '-'));
  steps = 0;
  for (; edit.caret() > 0 && steps < 1000; ++steps) edit.move(Way::back, TextUnit::word, false);
  CHECK(edit.caret() == 0);
}
