#include <catch2/catch_test_macros.hpp>

#include <set>
#include <string>

#include "client-wasm/views/inspector_words.h"

using namespace magic;

TEST_CASE("every reason has words of its own") {
  std::set<std::string> all;
  constexpr ContextReason kLast = ContextReason::not_current;
  for (int i = 0; i <= static_cast<int>(kLast); ++i) {
    const std::string reason = words::reason(static_cast<ContextReason>(i));
    CHECK_FALSE(reason.empty());
    CHECK(all.insert(reason).second);
  }
}

TEST_CASE("a row says why it was left out, and what was done to it since") {
  ContextRow row;
  row.stored = true;
  row.sent = true;
  CHECK(words::row_note(row).empty());
  row.pinned = true;
  CHECK(words::row_note(row) == "pinned since");
  row.sent = row.pinned = false;
  row.reason = ContextReason::stateless;
  row.words = "# My name is Alice";
  CHECK(words::row_name(row) == "Left out: you,   My name is Alice (Memory was off)");
  row.excluded = true;
  CHECK(words::row_note(row) == "Memory was off  ·  excluded since");
}

TEST_CASE("the time left is read as a clock, and as days where it is long") {
  CHECK(words::time_left(3599) == "59:59");
  CHECK(words::time_left(61) == "1:01");
  CHECK(words::time_left(3723) == "1:02:03");
  CHECK(words::time_left(3 * 86400) == "3 days");
  CHECK(words::time_left(0) == "expired");
}

TEST_CASE("numbers that nobody knows are not said") {
  CHECK(words::usage({}).empty());
  Usage usage;
  usage.input_tokens = 1398;
  usage.output_tokens = 12;
  CHECK(words::usage(usage) == "1,398 in, 12 out");
  ContextReport context;
  context.estimated_tokens = 412;
  CHECK(words::window(context) == "About 412 tokens");
  context.window_tokens = 8192;
  CHECK(words::window(context) == "412 of 8,192 tokens");
}

TEST_CASE("a request says whether it is exact, or why it is not there") {
  AnswerRecord record;
  record.call_note = "A message was deleted.";
  CHECK(words::exactness(record) == "A message was deleted.");
  record.call = UpstreamCall{};
  record.call->body = "{}";
  record.call_note.clear();
  CHECK(words::exactness(record).find("not the same bytes") != std::string::npos);
  record.call_is_exact = true;
  CHECK(words::exactness(record) == "Byte for byte what was sent: 2 bytes.");
}
