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

TEST_CASE("line ends of Windows become one line end, and a lone CR is a control character") {
  CHECK(shown_text("a\r\nb") == "a\nb");
  CHECK(shown_text("a\rb") ==
        "a\xEF\xBF\xBD"
        "b");
}

TEST_CASE("malformed UTF-8 is repaired") { CHECK(shown_text("a\xFFz") == "a\xEF\xBF\xBDz"); }
