#include "client-wasm/text/segments.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

using namespace magic;
using Ends = std::vector<std::size_t>;

TEST_CASE("what a person takes for one character is not cut") {
  CHECK(character_ends("") == Ends{});
  CHECK(character_ends("ab") == Ends{1, 2});
  CHECK(character_ends("e\u0301x") == Ends{3, 4});               // e, combining acute
  CHECK(character_ends("👨‍👩‍👧!") == Ends{18, 19});  // a family of three, joined
  CHECK(character_ends("🇩🇪🇫🇷") == Ends{8, 16});
  CHECK(character_ends("हिन्दी").back() == std::string("हिन्दी").size());
  CHECK(character_ends("\r\nx") == Ends{2, 3});
}

TEST_CASE("bytes that are no UTF-8 are characters of their own, and none is lost") {
  CHECK(character_ends("a\xFF\x62").back() == 3);
}

TEST_CASE("words are told from what stands between them") {
  const std::vector<WordSpan> spans = word_spans("It's 3 o'clock, née!");
  REQUIRE(spans.size() == 9);
  CHECK(spans[0] == WordSpan{0, 4, true});
  CHECK_FALSE(spans[1].is_word);
  CHECK(spans[2] == WordSpan{5, 6, true});
  CHECK(spans[4] == WordSpan{7, 14, true});
  CHECK(spans.back().end == 21);
}

TEST_CASE("Chinese and Thai, written without spaces, have words too") {
  CHECK(word_spans("我喜欢北京").size() > 1);
  CHECK(word_spans("ฉันชอบแมว").size() > 1);
}
