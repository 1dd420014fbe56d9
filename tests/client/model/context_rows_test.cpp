#include <catch2/catch_test_macros.hpp>

#include <vector>

#include "client-wasm/model/context_rows.h"
#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

namespace {

ContextReport report() {
  ContextReport report;
  report.stored_messages = 4;
  report.sent_messages = 3;
  report.estimated_tokens = 60;
  report.window_tokens = 200;
  report.answer_tokens = 100;
  report.items = {{"m1", Role::user, false, ContextReason::window, 40},
                  {"m2", Role::user, true, ContextReason::history, 20},
                  {"m3", Role::assistant, true, ContextReason::history, 15},
                  {"m4", Role::user, true, ContextReason::new_message, 10}};
  return report;
}

using Parts = std::vector<WindowPart>;

}  // namespace

TEST_CASE("a row tells what the report says, and what the chat knows of the message now") {
  ChatModel chat = connected_model();
  Message pinned = message("m2", "t1", Role::user, "My  name\n is Alice ");
  pinned.pinned = true;
  add_entry(chat, pinned, EntryState::settled);
  const std::vector<ContextRow> rows = context_rows(report(), chat);
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].message_id == "m1");
  CHECK_FALSE(rows[0].sent);
  CHECK(rows[0].reason == ContextReason::window);
  CHECK_FALSE(rows[0].stored);
  CHECK(rows[1].stored);
  CHECK(rows[1].pinned);
  CHECK(rows[1].words == "My name is Alice");
  CHECK(rows[2].role == Role::assistant);
  CHECK(rows[3].estimated_tokens == 10);
}

TEST_CASE("first words are cut between characters") {
  CHECK(first_words("ÄÄÄ", 3) == "Ä");
  CHECK(first_words("  \n ") == "");
  CHECK(first_words("one two", 4) == "one");
}

TEST_CASE("the window has a part for each sent message, the rest of the estimate is instructions") {
  CHECK(window_parts(report()) == Parts{{WindowPartKind::instructions, 15},
                                        {WindowPartKind::user_message, 20},
                                        {WindowPartKind::answer, 15},
                                        {WindowPartKind::user_message, 10},
                                        {WindowPartKind::answer_room, 100},
                                        {WindowPartKind::free, 40}});
}

TEST_CASE("a sent message that is no longer listed was deleted, and is no instruction") {
  ContextReport after = report();
  CHECK(deleted_messages(after) == 0);
  after.items.erase(after.items.begin() + 1);
  CHECK(deleted_messages(after) == 1);
  CHECK(window_parts(after).front() == WindowPart{WindowPartKind::deleted, 35});
  after.unlisted_messages = 1;
  CHECK(deleted_messages(after) == 0);
}

TEST_CASE("a summary is a part of its own") {
  ContextReport with_summary = report();
  with_summary.summary = SummaryReport{};
  with_summary.summary->estimated_tokens = 15;
  CHECK(window_parts(with_summary).front() == WindowPart{WindowPartKind::summary, 15});
}

TEST_CASE("a window that is full, or not known, has nothing free") {
  ContextReport full = report();
  full.window_tokens = 120;
  CHECK(window_parts(full).back() == WindowPart{WindowPartKind::answer_room, 60});
  full.window_tokens = 0;
  CHECK(window_parts(full).back() == WindowPart{WindowPartKind::answer_room, 100});
  full.window_tokens = 30;
  CHECK(window_parts(full).back() == WindowPart{WindowPartKind::user_message, 10});
}
