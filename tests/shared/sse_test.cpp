#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "shared/line_buffer.h"
#include "shared/sse.h"

using namespace magic;

namespace {

std::vector<std::string> events_of(std::string_view stream, std::size_t bytes_at_a_time) {
  SseParser parser;
  std::vector<std::string> events;
  for (std::size_t i = 0; i < stream.size(); i += bytes_at_a_time)
    parser.feed(stream.substr(i, bytes_at_a_time),
                [&](const SseEvent& e) { events.push_back(e.name + "|" + e.data); });
  return events;
}

}  // namespace

TEST_CASE("the same events come out however the stream is cut") {
  const std::string stream =
      ": comment\n\nevent: delta\ndata: {\"text\":\"中\"}\n\nevent: done\r\ndata: a\r\ndata: "
      "b\r\n\r\n"
      "data:no space\nid: 7\nretry: 5\n\nevent: no data\n\ndata: last\n\n";
  const std::vector<std::string> expected{"delta|{\"text\":\"中\"}", "done|a\nb", "|no space",
                                          "|last"};
  for (std::size_t step = 1; step <= stream.size(); ++step)
    CHECK(events_of(stream, step) == expected);
}

TEST_CASE("an event that is not ended by an empty line never comes out") {
  CHECK(events_of("data: half", 1).empty());
}

TEST_CASE("a line longer than the limit stops the buffer for good") {
  LineBuffer lines(8);
  std::vector<std::string> got;
  const auto take = [&](std::string_view line) { got.emplace_back(line); };
  lines.feed("short\n123456789", take);
  lines.feed("\nnext\n", take);
  CHECK(lines.overflowed());
  CHECK(got == std::vector<std::string>{"short"});
}

TEST_CASE("an event of many lines is bounded as well") {
  SseParser parser(16);
  int events = 0;
  for (int i = 0; i < 5; ++i) parser.feed("data: 12345678\n", [&](const SseEvent&) { ++events; });
  parser.feed("\n", [&](const SseEvent&) { ++events; });
  CHECK(parser.overflowed());
  CHECK(events == 0);
}

TEST_CASE("what is written can be read back") {
  CHECK(events_of(sse_event("delta", R"({"text":"x"})"), 1) ==
        std::vector<std::string>{"delta|{\"text\":\"x\"}"});
}
