#include <catch2/catch_test_macros.hpp>

#include "client-wasm/model/shown_text.h"

using magic::shown_text;

TEST_CASE("ordinary text of any script is shown as it is") {
  const std::string text = "Grüße, 中文,\tעברית\n🎉 \xE2\x80\xA6 \xE2\x81\xBF";
  CHECK(shown_text(text) == text);
}

TEST_CASE("characters that reorder or hide text are shown as replacement characters") {
  CHECK(shown_text("a\xE2\x80\xAE"
                   "b") ==
        "a\xEF\xBF\xBD"
        "b");  // right-to-left override
  CHECK(shown_text("\xE2\x81\xA6x\xE2\x81\xA9") == "\xEF\xBF\xBDx\xEF\xBF\xBD");  // isolates
  CHECK(shown_text("\xD8\x9C") == "\xEF\xBF\xBD");                                // letter mark
  CHECK(shown_text("\x1b[31m") == "\xEF\xBF\xBD[31m");
  CHECK(shown_text(std::string_view("a\0b", 3)) ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(shown_text("\xC2\x9B"
                   "1m") ==
        "\xEF\xBF\xBD"
        "1m");
}

TEST_CASE("every character that turns the order of text is shown, and so are hidden words") {
  const std::string shown = "\xEF\xBF\xBD";
  for (const char* const turning : {"\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD",
                                    "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8",
                                    "\xE2\x81\xA9", "\xE2\x80\x8E", "\xE2\x80\x8F"})
    CHECK(shown_text(turning) == shown);
  // Zero width, word joiner, invisible plus, byte order mark; "H" and the end of tags.
  for (const char* const hidden :
       {"\xE2\x80\x8B", "\xE2\x81\xA0", "\xE2\x81\xA4", "\xEF\xBB\xBF", "\xE1\xA0\x8E",
        "\xEF\xBF\xB9", "\xEF\xBF\xBB", "\xF3\xA0\x81\x88", "\xF3\xA0\x81\xBF"})
    CHECK(shown_text(hidden) == shown);
  // What Persian words and joined emoji need, and the neighbours of all these.
  for (const char* const needed :
       {"\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8A", "\xE2\x80\xA9", "\xE2\x80\xAF",
        "\xE2\x81\x9F", "\xE2\x81\xB0", "\xEF\xBB\xBE", "\xF3\xA0\x84\x80"})
    CHECK(shown_text(needed) == needed);
}

TEST_CASE("line ends of Windows become one line end, and a lone CR is a control character") {
  CHECK(shown_text("a\r\nb") == "a\nb");
  CHECK(shown_text("a\rb") ==
        "a\xEF\xBF\xBD"
        "b");
}

TEST_CASE("malformed UTF-8 is repaired") { CHECK(shown_text("a\xFFz") == "a\xEF\xBF\xBDz"); }
