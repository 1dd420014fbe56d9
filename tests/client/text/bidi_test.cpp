#include "client-wasm/text/bidi.h"

#include <unicode/ubidi.h>
#include <unicode/uchar.h>

#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>

#include "client-wasm/text/bidi_classes.h"

using namespace magic;

namespace {

constexpr UCharDirection kClasses[] = {U_LEFT_TO_RIGHT,
                                       U_RIGHT_TO_LEFT,
                                       U_RIGHT_TO_LEFT_ARABIC,
                                       U_EUROPEAN_NUMBER,
                                       U_ARABIC_NUMBER,
                                       U_EUROPEAN_NUMBER_SEPARATOR,
                                       U_EUROPEAN_NUMBER_TERMINATOR,
                                       U_COMMON_NUMBER_SEPARATOR,
                                       U_WHITE_SPACE_NEUTRAL,
                                       U_SEGMENT_SEPARATOR,
                                       U_OTHER_NEUTRAL};

using Levels = std::vector<BidiLevel>;

// As ICU, the reference, sees a paragraph whose characters all lie below U+10000.
Levels levels_of_icu(const std::vector<char32_t>& paragraph, Direction base) {
  std::u16string text;
  for (const char32_t c : paragraph) text += static_cast<char16_t>(c);
  // Spaces at a line's end are the layout's matter: a letter ends the line.
  // Of a paragraph without letters from right to left ICU tells no levels of digits.
  text += base == Direction::left_to_right ? u"a\u05D0a" : u"\u05D0";
  UErrorCode error = U_ZERO_ERROR;
  UBiDi* bidi = ubidi_open();
  ubidi_setPara(bidi, text.data(), static_cast<int>(text.size()),
                base == Direction::left_to_right ? 0 : 1, nullptr, &error);
  const UBiDiLevel* levels = ubidi_getLevels(bidi, &error);
  REQUIRE(U_SUCCESS(error));
  Levels result(levels, levels + paragraph.size());
  ubidi_close(bidi);
  return result;
}

std::u32string seen(const std::u32string& line) {
  const std::vector<char32_t> characters(line.begin(), line.end());
  const Direction base = line[0] < 0x590 ? Direction::left_to_right : Direction::right_to_left;
  const Levels levels = bidi_levels(characters, base);
  std::u32string shown;
  for (const std::size_t i : visual_order(levels))
    shown += levels[i] % 2 != 0 ? mirrored(line[i]) : line[i];
  return shown;
}

}  // namespace

TEST_CASE("a text's direction is that of its first letter") {
  CHECK(direction_of("") == Direction::left_to_right);
  CHECK(direction_of("1, 2: abc \u05D0") == Direction::left_to_right);
  CHECK(direction_of("(1) \u05D0 abc") == Direction::right_to_left);
  CHECK(direction_of("... \u0645\u0631\u062D\u0628\u0627") == Direction::right_to_left);
  CHECK(direction_of("123\n\u05D0") == Direction::left_to_right);
}

TEST_CASE("words, numbers and brackets stand where a reader expects them") {
  CHECK(seen(U"say אב גד now") == U"say דג בא now");
  CHECK(seen(U"אב 12.5 גד") == U"דג 12.5 בא");
  CHECK(seen(U"אב (גד) abc def") == U"abc def (דג) בא");
  CHECK(seen(U"a (אב) b") == U"a (בא) b");
}

TEST_CASE("each character has the class that Unicode gives it") {
  std::string wrong;
  for (char32_t c = 0; c < 0xE0000; ++c) {
    const auto code = static_cast<UChar32>(c);
    const UCharDirection of = u_charDirection(code);
    const bool ours_to_choose = of == U_DIR_NON_SPACING_MARK || of == U_BOUNDARY_NEUTRAL ||
                                of == U_BLOCK_SEPARATOR || of == U_LEFT_TO_RIGHT_EMBEDDING ||
                                (of >= U_LEFT_TO_RIGHT_OVERRIDE && of <= U_POP_DIRECTIONAL_ISOLATE);
    UVersionInfo since;
    u_charAge(code, since);
    const bool is_new = since[0] > 15;  // later than the table
    if (ours_to_choose || is_new || !u_isdefined(code) || (c >= 0xD800 && c <= 0xF8FF)) continue;
    if (kClasses[static_cast<int>(bidi_class(c))] != of) wrong += std::to_string(c) + " ";
  }
  CHECK(wrong == "");
}

TEST_CASE("ten thousand random lines get the levels that ICU gives them") {
  const std::u32string alphabet = U"abאבגاب12٣٤+-%$.,:/ \t!?\"()[]{}<>«»中。";
  std::mt19937 random(20240604);
  int mixed = 0;
  for (int round = 0; round < 10000; ++round) {
    std::vector<char32_t> line(random() % 24 + 1);
    for (char32_t& c : line) c = alphabet[random() % alphabet.size()];
    const Direction base = round % 2 == 0 ? Direction::left_to_right : Direction::right_to_left;
    const Levels expected = levels_of_icu(line, base);
    const Levels levels = bidi_levels(line, base);
    if (levels != expected) {
      std::string shown;
      for (const char32_t c : line) shown += std::to_string(c) + " ";
      FAIL_CHECK(shown);
    }
    mixed += levels != Levels(line.size(), levels[0]);
  }
  CHECK(mixed > 5000);
}
