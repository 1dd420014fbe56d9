// What the UI says: places, plurals, and a language that lacks something.
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "client-wasm/words/say.h"
#include "client-wasm/words/word_table.h"

using namespace magic;

TEST_CASE("a sentence is told with what stands at its places, in any order") {
  CHECK(say(Word::so_many_of, {"7", "12 messages"}) == "7 of 12 messages");
  CHECK(say(Word::chart_title) == std::string("Input tokens so far"));
}

TEST_CASE("braces in what is told are no places") {
  CHECK(say(Word::quoted, {"{0} {1}"}) == "“{0} {1}”");
}

TEST_CASE("one has a form of its own, and every other number the other") {
  CHECK(say(Plural::messages, 1, {"1"}) == "1 message");
  CHECK(say(Plural::messages, 0, {"0"}) == "0 messages");
  CHECK(say(Plural::messages, 1200, {"1,200"}) == "1,200 messages");
}

TEST_CASE("what another language lacks is said in English") {
  const char* words[3] = {};
  lay_out_words("English\0Close\0Title", 3, words);
  lay_out_words("Deutsch\0\0Titel", 3, words);
  CHECK(words[0] == std::string("Deutsch"));
  CHECK(words[1] == std::string("Close"));
  CHECK(words[2] == std::string("Titel"));
}

TEST_CASE("a language that there is not means English") {
  set_language("xx");
  CHECK(say(Word::close) == std::string("Close"));
  CHECK(language(0).code == std::string("en"));
  CHECK(language(0).name == std::string("English"));
}
