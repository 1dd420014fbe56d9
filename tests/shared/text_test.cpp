#include <catch2/catch_test_macros.hpp>

#include "shared/session_id.h"
#include "shared/token_estimate.h"
#include "shared/utf8.h"

using namespace magic;

TEST_CASE("well-formed UTF-8 of every length is accepted") {
  CHECK(is_valid_utf8("plain, é, 中, 😀"));
  CHECK(is_valid_utf8(""));
}

TEST_CASE("malformed UTF-8 is refused: overlong, surrogate, too high, cut off, stray") {
  CHECK_FALSE(is_valid_utf8("\xC0\xAF"));
  CHECK_FALSE(is_valid_utf8("\xE0\x80\xAF"));
  CHECK_FALSE(is_valid_utf8("\xED\xA0\x80"));
  CHECK_FALSE(is_valid_utf8("\xF4\x90\x80\x80"));
  CHECK_FALSE(is_valid_utf8("\xE4\xB8"));
  CHECK_FALSE(is_valid_utf8("\x80"));
}

TEST_CASE("a prefix never ends inside a character") {
  CHECK(utf8_prefix("a中b", 1) == "a");
  CHECK(utf8_prefix("a中b", 2) == "a");
  CHECK(utf8_prefix("a中b", 3) == "a");
  CHECK(utf8_prefix("a中b", 4) == "a中");
  CHECK(utf8_prefix("a中b", 99) == "a中b");
}

TEST_CASE("repairing keeps what is well-formed and marks what is not") {
  CHECK(utf8_repaired("a\xFF中\xE4\xB8") == "a\xEF\xBF\xBD中\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("length counts characters, not bytes") { CHECK(utf8_length("a中😀") == 3); }

TEST_CASE("token estimates grow with the text and weigh wide scripts more") {
  CHECK(estimate_tokens("") == 0);
  CHECK(estimate_tokens("a") == 1);
  CHECK(estimate_tokens("twelve chars") == 3);
  CHECK(estimate_tokens("中文字") == 3);
  CHECK(estimate_message_tokens("") == kTokensPerMessage);
}

TEST_CASE("session ids hold nothing that means something in a key, a pattern or a URL") {
  CHECK(is_valid_session_id("session_abc-123"));
  CHECK(is_valid_session_id(std::string(128, 'a')));
  for (const char* bad : {"", "*", "a*", "a b", "a/b", "a:b", "{a}", "a\n", "é", "a%20"})
    CHECK_FALSE(is_valid_session_id(bad));
  CHECK_FALSE(is_valid_session_id(std::string(129, 'a')));
}
