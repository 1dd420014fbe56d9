#include "client-wasm/model/find.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "client-wasm/model/fold_case.h"
#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

namespace {

std::vector<std::string> found(const std::string& text, const std::string& words) {
  std::vector<TextRange> ranges;
  find_in(text, words, ranges, 100);
  std::vector<std::string> texts;
  for (const TextRange& range : ranges)
    texts.push_back(text.substr(range.begin, range.end - range.begin));
  return texts;
}

std::string text_of(const Entry& entry) { return entry.message.text; }

ChatModel model_of(const std::vector<std::string>& texts) {
  ChatModel model = connected_model();
  for (const std::string& text : texts)
    add_entry(model, message("", "", Role::user, text), EntryState::settled);
  return model;
}

void search_all(Find& find, const ChatModel& model) {
  while (find.search_on(model.entries, text_of, 1000)) {}
}

}  // namespace

TEST_CASE("a search does not tell capitals from small letters, in Latin, Greek and Cyrillic") {
  CHECK(found("Lisbon, LISBON", "lisbon") == std::vector<std::string>{"Lisbon", "LISBON"});
  CHECK(found("ÄRGER über ŁÓDŹ", "Łódź") == std::vector<std::string>{"ŁÓDŹ"});
  CHECK(found("ΟΔΟΣ οδός οδος", "οδος") == std::vector<std::string>{"ΟΔΟΣ", "οδος"});
  CHECK(found("Москва МОСКВА", "москва").size() == 2);
  CHECK(found("你好，世界", "世界") == std::vector<std::string>{"世界"});
  CHECK(fold_case(U'×') == U'×');
  CHECK(fold_case(U'ÿ') == fold_case(U'Ÿ'));
}

TEST_CASE("hits do not overlap, and one may begin inside a failed attempt") {
  CHECK(found("aaaa", "aa").size() == 2);
  CHECK(found("aab", "ab") == std::vector<std::string>{"ab"});
  CHECK(found("aaa", "").empty());
  CHECK(found("\xE4\xBD", "a").empty());
}

TEST_CASE("the first hit at what is read becomes the current one, and stepping goes round") {
  const ChatModel model = model_of({"one", "two one", "none", "one one"});
  Find find;
  find.ask("ONE", 2);
  search_all(find, model);
  REQUIRE(find.count() == 5);
  CHECK(find.current() == 2);
  CHECK(find.current_entry() == 2);
  CHECK(find.current_range() == TextRange{1, 4});
  find.step(+1);
  find.step(+1);
  CHECK(find.current_entry() == 3);
  find.step(+1);
  CHECK(find.current() == 0);
  find.step(-1);
  CHECK(find.current() == 4);
  CHECK(find.in_entry(3).count == 2);
  CHECK(find.in_entry(3).current == 1);
}

TEST_CASE("where nothing comes after what is read, the first of all is the current hit") {
  const ChatModel model = model_of({"one", "two"});
  Find find;
  find.ask("one", 1);
  search_all(find, model);
  CHECK(find.current() == 0);
  find.ask("three", 0);
  search_all(find, model);
  CHECK_FALSE(find.current());
}

TEST_CASE("a search goes on bit by bit, and again from the message that has changed") {
  ChatModel model = model_of(std::vector<std::string>(100, "a needle in it"));
  Find find;
  find.ask("needle", 0);
  CHECK(find.search_on(model.entries, text_of, 500));
  CHECK(find.count() < 20);
  search_all(find, model);
  CHECK(find.count() == 100);
  find.step(-1);
  model.entries[99].message.text = "needle needle";
  ++model.entries[99].revision;
  search_all(find, model);
  CHECK(find.count() == 101);
  CHECK(find.current() == 99);
  model.entries.erase(model.entries.begin(), model.entries.begin() + 50);
  search_all(find, model);
  CHECK(find.count() == 51);
}

TEST_CASE("a search stops counting at its limit") {
  const ChatModel model = model_of({std::string(50'000, 'e')});
  Find find;
  find.ask("e", 0);
  search_all(find, model);
  CHECK(find.count() == Find::kMostHits);
}
