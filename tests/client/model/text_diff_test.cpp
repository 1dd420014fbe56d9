#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "client-wasm/model/text_diff.h"

using namespace magic;

namespace {

std::string whole(const std::vector<DiffPiece>& pieces) {
  std::string text;
  for (const DiffPiece& piece : pieces) text += piece.text;
  return text;
}

using Pieces = std::vector<DiffPiece>;

}  // namespace

TEST_CASE("equal texts are one piece without difference, empty ones none") {
  const TextDiff diff = diff_words("Your name is Alice.", "Your name is Alice.");
  CHECK(diff.before == Pieces{{"Your name is Alice.", false}});
  CHECK(diff.after == diff.before);
  CHECK(diff_words("", "").before.empty());
}

TEST_CASE("only the words that differ are marked, not the punctuation beside them") {
  const TextDiff diff = diff_words("Your name is Alice!", "Your name is unknown!");
  CHECK(diff.before == Pieces{{"Your name is ", false}, {"Alice", true}, {"!", false}});
  CHECK(diff.after == Pieces{{"Your name is ", false}, {"unknown", true}, {"!", false}});
}

TEST_CASE("words between equal ones are found on both sides") {
  const TextDiff diff = diff_words("a b c d e", "a c x e f");
  CHECK(diff.before ==
        Pieces{{"a ", false}, {"b ", true}, {"c ", false}, {"d ", true}, {"e", false}});
  CHECK(diff.after == Pieces{{"a c ", false}, {"x ", true}, {"e ", false}, {"f", true}});
}

TEST_CASE("white space and line breaks do not count as differences, and stay in the text") {
  const TextDiff diff = diff_words("one two\nthree", "one  two three");
  CHECK(diff.before == Pieces{{"one two\nthree", false}});
  CHECK(diff.after == Pieces{{"one  two three", false}});
}

TEST_CASE("a text against nothing is marked as a whole") {
  CHECK(diff_words("all of it", "").before == Pieces{{"all of it", true}});
  CHECK(diff_words("", "all of it").after == Pieces{{"all of it", true}});
}

TEST_CASE("characters of scripts without spaces are compared one by one, whole") {
  const TextDiff diff = diff_words("我叫小明", "我叫小红");
  CHECK(diff.before == Pieces{{"我叫小", false}, {"明", true}});
  CHECK(diff.after == Pieces{{"我叫小", false}, {"红", true}});
  CHECK(diff_words("Größe 5", "Größe 6").before == Pieces{{"Größe ", false}, {"5", true}});
}

TEST_CASE("whatever the bytes, each side's pieces are its whole text") {
  for (const std::string before : {"\xF0\x9F", " \n ", "a\x80z", "x"})
    for (const std::string after : {"\xE6\x88", "", "b c"}) {
      const TextDiff diff = diff_words(before, after);
      CHECK(whole(diff.before) == before);
      CHECK(whole(diff.after) == after);
    }
}

TEST_CASE("long texts without anything in common are marked without comparing all with all") {
  std::string before = "Begin ", after = "Begin ";
  for (int i = 0; i < 20000; ++i) {
    before += "a" + std::to_string(i) + " ";
    after += "b" + std::to_string(i) + " ";
  }
  const TextDiff diff = diff_words(before, after);
  REQUIRE(diff.before.size() == 2);
  CHECK(diff.before[0] == DiffPiece{"Begin ", false});
  CHECK(whole(diff.before) == before);
  CHECK(whole(diff.after) == after);
}
