#include <catch2/catch_test_macros.hpp>

#include <unistd.h>

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "proxy/observe/log.h"
#include "shared/utf8.h"
#include "tests/proxy/observe/logged_lines.h"

using namespace magic;

namespace {

constexpr std::int64_t kSomeTime = 1'764'158'400'042;  // 2025-11-26 12:00:00.042 UTC

}  // namespace

TEST_CASE("a line is one JSON object with time, level, event and the fields in their order") {
  CHECK(log_line(kSomeTime, LogLevel::warn, "turn",
                 {{"model", "demo"}, {"total_ms", std::int64_t{205}}, {"stored", false}}) ==
        R"({"ts":"2025-11-26T12:00:00.042Z","level":"warn","event":"turn",)"
        R"("model":"demo","total_ms":205,"stored":false})"
        "\n");
}

TEST_CASE("whatever a text holds, it stays one line of valid UTF-8 that steers no terminal") {
  const std::string line = log_line(kSomeTime, LogLevel::info, "e",
                                    {{"text", std::string("a\nb\x1b[31m\"\\\0\xff\x7f\xc2\x9b"
                                                          "end",
                                                          18)}});
  CHECK(line.find('\n') == line.size() - 1);
  CHECK(is_valid_utf8(line));
  CHECK(line.find('\x1b') == std::string::npos);
  CHECK(line.find('\x7f') == std::string::npos);
  CHECK(line.find("\xc2\x9b") == std::string::npos);
  CHECK(line.find(R"(a\nb\u001b[31m\"\\\u0000)") != std::string::npos);
  CHECK(line.find("??end") != std::string::npos);
}

TEST_CASE("letters beyond ASCII are kept, those of Latin-1 too") {
  CHECK(log_line(kSomeTime, LogLevel::info, "e", {{"t", "\xc2\xa0 \xc3\x9f \xe4\xb8\xad"}})
            .find("\xc2\xa0 \xc3\x9f \xe4\xb8\xad") != std::string::npos);
}

TEST_CASE("a long text is cut between two characters, and a line has an end") {
  std::string wide;
  for (int i = 0; i < 1000; ++i) wide += "\xe4\xb8\xad";
  const std::string line = log_line(kSomeTime, LogLevel::info, "e", {{"t", wide}});
  CHECK(is_valid_utf8(line));
  CHECK(line.size() < kMaxLogTextBytes + 100);

  std::vector<LogField> many;
  for (int i = 0; i < 100; ++i) many.push_back({"field" + std::to_string(i), wide});
  CHECK(log_line(kSomeTime, LogLevel::info, "e", many).size() <= kMaxLogLineBytes);
}

TEST_CASE("levels above the set one are not written") {
  LoggedLines lines;
  const Log log(LogLevel::warn, lines.fd());
  log.write(LogLevel::error, "first", {});
  log.write(LogLevel::warn, "second", {});
  log.write(LogLevel::info, "third", {});
  log.write(LogLevel::debug, "fourth", {});
  const auto read = lines.read();
  REQUIRE(read.size() == 2);
  CHECK(read[0].find(R"("event":"first")") != std::string::npos);
  CHECK(read[1].find(R"("event":"second")") != std::string::npos);
}

TEST_CASE("the names of the levels are what LOG_LEVEL takes") {
  for (const LogLevel level : {LogLevel::error, LogLevel::warn, LogLevel::info, LogLevel::debug})
    CHECK(log_level_from(name_of(level)) == level);
  CHECK_FALSE(log_level_from("verbose"));
}

TEST_CASE("lines of several threads do not mix") {
  LoggedLines lines;
  const Log log(LogLevel::info, lines.fd());
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&log, t] {
      const std::string word(100, static_cast<char>('a' + t));
      for (int i = 0; i < 50; ++i) log.write(LogLevel::info, "e", {{"word", word}});
    });
  for (std::thread& thread : threads) thread.join();
  const auto read = lines.read();
  CHECK(read.size() == 200);
  for (const std::string& line : read) {
    const char letter = line[line.find("\"word\":\"") + 8];
    CHECK(line.ends_with("\"word\":\"" + std::string(100, letter) + "\"}"));
  }
}

TEST_CASE("a session's id is not in its short hash") {
  CHECK(short_hash("walk-through").size() == 8);
  CHECK(short_hash("walk-through") != short_hash("walk-throug"));
}
