#include <catch2/catch_test_macros.hpp>

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "proxy/http/bearer_tokens.h"

using namespace magic;

namespace {

// printf %s correct-horse | sha256sum; printf %s battery-staple | sha256sum
constexpr char kHorse[] = "9dca666eb54730714630d1519264a7bf1eeaad00b8f2edc90d3ecbfad928d163";
constexpr char kBattery[] = "481fd32833966be5ea069e1ee38aab255d779d5510123c244d08de4194bbbee6";

std::string line(const std::string& name, const std::string& digits) {
  return name + ":sha256:" + digits + "\n";
}

std::string problem_with(const std::string& text) {
  const Result<BearerTokens> tokens = BearerTokens::parse(text);
  REQUIRE_FALSE(tokens.ok());
  return tokens.error().message;
}

}  // namespace

TEST_CASE("a token is known by its digest, as sha256sum prints it") {
  const auto tokens =
      BearerTokens::parse("# ours\n\n" + line("alice", kHorse) + " \t" + line("bob.2", kBattery));
  REQUIRE(tokens.ok());
  CHECK(tokens.value().name_of("correct-horse") == "alice");
  CHECK(tokens.value().name_of("battery-staple") == "bob.2");
  CHECK_FALSE(tokens.value().name_of("correct-hors"));
  CHECK_FALSE(tokens.value().name_of(""));
  CHECK_FALSE(tokens.value().name_of(kHorse));  // the file alone lets nobody in
}

TEST_CASE("digits in capitals, Windows' line ends and a missing last line end are understood") {
  std::string capitals = kHorse;
  for (char& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const auto tokens = BearerTokens::parse("# x\r\nalice:sha256:" + capitals + "\r");
  REQUIRE(tokens.ok());
  CHECK(tokens.value().name_of("correct-horse") == "alice");
}

TEST_CASE("a wrong line is named by its number and not shown") {
  const std::string good = line("alice", kHorse);
  for (const std::string& wrong :
       {std::string("bob:plain-token"), std::string("bob"), ":sha256:" + std::string(kHorse),
        "two words:sha256:" + std::string(kHorse), "bob:sha256:" + std::string(kHorse).substr(1),
        "bob:sha256:" + std::string(64, 'g'), "bob:sha256:" + std::string(kHorse) + "00",
        "bob:sha256:" + std::string(kBattery) + ":x", "bob:sha256:" + std::string(kBattery) + ":-1",
        "bob:sha256:" + std::string(kBattery) + ":60001",
        "bob:sha256:" + std::string(kBattery) + ":1:2:3"}) {
    const std::string problem = problem_with(good + "\n" + wrong + "\n");
    CHECK(problem.starts_with("Line 3 of the tokens file "));
    CHECK(problem.find("plain-token") == std::string::npos);
  }
}

TEST_CASE("two tokens of one name are refused, because sessions belong to the name") {
  CHECK(problem_with(line("alice", kHorse) + line("alice", kBattery)).starts_with("Line 2 "));
}

TEST_CASE("one token under two names is refused, because its sessions would be neither's") {
  CHECK(problem_with(line("alice", kHorse) + line("bob", kHorse)).starts_with("Line 2 "));
}

TEST_CASE("a file without a token is refused instead of leaving the proxy open") {
  CHECK(problem_with("") == "The tokens file holds no token.");
  CHECK(problem_with("# alice:sha256:" + std::string(kHorse) + "\n") ==
        "The tokens file holds no token.");
}

TEST_CASE("tokens are read from a file, and a missing one is named") {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("tokens-" + std::to_string(std::rand()));
  std::ofstream(path) << line("alice", kHorse);
  const auto tokens = BearerTokens::load(path);
  REQUIRE(tokens.ok());
  CHECK(tokens.value().name_of("correct-horse") == "alice");
  std::filesystem::remove(path);
  const auto missing = BearerTokens::load(path);
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().message.find(path.string()) != std::string::npos);
}

TEST_CASE("a bearer token is found behind its scheme in any case, and behind no other") {
  CHECK(bearer_token("Bearer abc") == "abc");
  CHECK(bearer_token("bearer  abc ") == "abc");
  CHECK(bearer_token("BEARER abc") == "abc");
  for (const char* const other : {"", "Bearer", "Bearer ", "Bearerabc", "Basic abc", "abc"})
    CHECK(bearer_token(other).empty());
}

TEST_CASE("limits may follow a token's digits, where it is to have its own") {
  const auto limits = [](const std::string& tail) {
    const auto tokens = BearerTokens::parse("alice:sha256:" + std::string(kHorse) + tail);
    REQUIRE(tokens.ok());
    CHECK(tokens.value().name_of("correct-horse") == "alice");
    return tokens.value().limits_of("alice");
  };
  CHECK_FALSE(limits("").turns_per_minute);
  CHECK(limits(":60").turns_per_minute == 60);
  CHECK_FALSE(limits(":60").tokens_per_day);
  CHECK(limits(":60:100000").tokens_per_day == 100'000);
  CHECK_FALSE(limits("::100000").turns_per_minute);
  CHECK(limits("::100000").tokens_per_day == 100'000);
  CHECK(limits(":0:0").turns_per_minute == 0);
  CHECK_FALSE(limits(":").turns_per_minute);
}
