// What reading a conversation is built from: heights, a finger's flick, plain text, selection.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "client-wasm/views/heights.h"
#include "client-wasm/views/message_text.h"
#include "client-wasm/views/scroll_motion.h"
#include "client-wasm/views/text_selection.h"
#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

namespace {

std::string plain(std::string text) {
  Entry entry;
  entry.message = message("1", "t", Role::assistant, std::move(text));
  return message_text(entry);
}

float glide(ScrollMotion& motion, bool reduced_motion, float& seconds) {
  constexpr float kFrame = 1.0f / 60;
  float way = 0;
  seconds = 0;
  do {
    way += motion.step(false, 0, kFrame, reduced_motion);
    seconds += kFrame;
  } while (motion.is_gliding());
  return way;
}

}  // namespace

TEST_CASE("heights tell where each begins and which covers a place") {
  Heights heights;
  heights.assign({10, 20, 30, 40, 50});
  CHECK(heights.total() == 150);
  CHECK(heights.top_of(3) == 60);
  CHECK(heights.at(-5) == 0);
  CHECK(heights.at(9.5) == 0);
  CHECK(heights.at(10) == 1);
  CHECK(heights.at(59) == 2);
  CHECK(heights.at(1e9) == 4);
  heights.set(1, 100);
  CHECK(heights.top_of(2) == 110);
  CHECK(heights.total() == 230);
  CHECK(heights.at(109) == 1);
}

TEST_CASE("a flick glides on and comes to rest in about a second") {
  ScrollMotion motion;
  for (int i = 0; i < 10; ++i) CHECK(motion.step(true, 20, 1.0f / 60, false) == 20);
  CHECK_FALSE(motion.is_gliding());
  float seconds = 0;
  const float way = glide(motion, false, seconds);
  CHECK(way > 150);
  CHECK(way < 500);
  CHECK(seconds > 0.5f);
  CHECK(seconds < 1.8f);
}

TEST_CASE("a finger that rested, reduced motion and a touch leave nothing to glide") {
  ScrollMotion motion;
  float seconds = 0;
  for (int i = 0; i < 10; ++i) motion.step(true, 20, 1.0f / 60, false);
  for (int i = 0; i < 20; ++i) motion.step(true, 0, 1.0f / 60, false);
  CHECK(glide(motion, false, seconds) == 0);
  for (int i = 0; i < 10; ++i) motion.step(true, 20, 1.0f / 60, true);
  CHECK(glide(motion, true, seconds) == 0);
  for (int i = 0; i < 10; ++i) motion.step(true, 20, 1.0f / 60, false);
  motion.step(false, 0, 1.0f / 60, false);
  CHECK(motion.is_gliding());
  CHECK(motion.step(true, 0, 1.0f / 60, false) == 0);
  CHECK_FALSE(motion.is_gliding());
}

TEST_CASE("a message is copied as it is shown: markers, tabs, code as it is, blank lines") {
  CHECK(plain("# Title\n\nSome **bold** `code` and [a link](https://x.example).") ==
        "Title\n\nSome bold code and a link.");
  CHECK(plain("- one\n- two\n  - three\n\ntext\n\n1. first\n2. second") ==
        "• one\n• two\n  • three\n\ntext\n\n1. first\n2. second");
  CHECK(plain("```py\nif x:\n    print(1)\t# tab\n```") == "if x:\n    print(1)\t# tab");
  CHECK(plain("| a | b |\n|---|---|\n| 1 | 二 |") == "a\tb\n1\t二");
  CHECK(plain("> quoted\n\n---\n\nafter") == "quoted\n\nafter");
  CHECK(plain("你好，**世界**。") == "你好，世界。");
}

TEST_CASE("a selection stays with its messages, and goes when they or its text go") {
  ChatModel model = connected_model();
  for (const char* text : {"one", "two", "three"})
    add_entry(model, message("", "", Role::user, text), EntryState::settled);
  TextSelection selection;
  selection.set(model.entries, {2, 3}, {1, 1});
  CHECK(selection.first() == MessagePlace{1, 1});
  CHECK(selection.in_message(0).empty());
  CHECK(selection.in_message(1).begin == 1);
  CHECK(selection.in_message(2) == TextRange{0, 3});
  add_entry(model, message("", "", Role::user, "four"), EntryState::settled);
  selection.follow(model.entries);
  CHECK(selection.first() == MessagePlace{1, 1});
  model.entries.erase(model.entries.begin());
  selection.follow(model.entries);
  CHECK(selection.first() == MessagePlace{0, 1});
  selection.text_changed(1, 3);
  CHECK(selection.exists());
  selection.text_changed(1, 2);
  CHECK_FALSE(selection.exists());
  selection.set(model.entries, {0, 0}, {1, 1});
  model.entries.erase(model.entries.begin() + 1);
  selection.follow(model.entries);
  CHECK_FALSE(selection.exists());
}
