#include <catch2/catch_test_macros.hpp>

#include <string>

#include "proxy/store/redis_errors.h"

using namespace magic;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("What Redis refuses is named with its address and what to do", "[store]") {
  RedisOptions options;
  options.host = "::1";
  const Error loading = redis_refused(options, "LOADING Redis is loading the dataset in memory");
  CHECK(loading.code == ErrorCode::store_unavailable);
  CHECK(loading.retryable);
  CHECK(loading.message ==
        "Redis at [::1]:6379 is still loading its data after a start: try again in a moment.");
  CHECK(contains(redis_refused(options, "MISCONF Errors writing to the AOF file").message, "disk"));
  for (const std::string word :
       {"MOVED 3999 127.0.0.1:6381", "ASK 3999 127.0.0.1:6381", "TRYAGAIN Multiple keys",
        "CROSSSLOT Keys in request", "CLUSTERDOWN Hash slot not served"})
    CHECK(contains(redis_refused(options, word).message, "set REDIS_HOST and REDIS_PORT to a"));
  CHECK(contains(redis_refused(options, "ERR string exceeds maximum allowed size (x)").message,
                 "start a new session"));
  CHECK(contains(redis_refused(options, "ODD new kind of error").message, "ODD new kind of error"));
}

TEST_CASE("Who gave a URL is pointed at REDIS_URL", "[store]") {
  RedisOptions options;
  options.from_url = true;
  options.host = "db.example";
  CHECK(contains(redis_unreachable(options, "x").message, "check REDIS_URL."));
  options.sentinels = {{"one", 26379}};
  options.master_name = "mine";
  CHECK(redis_no_master(options).message ==
        "Redis at mine (as the Sentinels name it) is not the master (any more): try again in a "
        "moment.");
  CHECK(sentinel_without_master(options, {"one", 26379}).message ==
        "The Sentinel at one:26379 knows no master with the name 'mine': check REDIS_URL.");
}

TEST_CASE("What Redis refuses inside a script is named like any other refusal", "[store]") {
  const std::string call = "ERR Error running script (call to f_0123456789abcdef): ";
  const auto sentence = [&](const std::string& text) { return redis_refused({}, text).message; };
  // Redis 6 wraps the cause, in two ways.
  CHECK(contains(sentence(call + "@user_script:3: WRONGTYPE Operation against a key holding"),
                 "something else"));
  CHECK(contains(sentence(call + "@user_script:36: @user_script: 36: -OOM command not allowed"),
                 "out of memory"));
  // Redis 7 puts it first.
  CHECK(contains(sentence("OOM command not allowed when used memory > 'maxmemory'. script: 01, on "
                          "@user_script:36."),
                 "out of memory"));
  // A user without the right to a command in it.
  for (const char* denied :
       {"ERR The user executing the script can't run this command or subcommand script: 01",
        "ERR ACL failure in script: User me has no permissions to run the 'xadd' command"})
    CHECK(contains(sentence(denied), "does not let this user"));
  CHECK(contains(sentence(call + "@user_script:3: @user_script:3: bad argument #1 to 'ipairs'"),
                 "bad argument"));
  CHECK(contains(sentence(call + "user_script:1: too many nested functions"), "too many"));
}

TEST_CASE("No error repeats what a command carried, nor the password", "[store]") {
  RedisOptions options;
  options.password = Secret("Pa55word");
  const std::string unknown =
      "ERR unknown command 'APPEND', with args beginning with: 'key' 'my secret diary' ";
  CHECK(contains(redis_refused(options, unknown).message, "unknown command 'APPEND'"));
  CHECK_FALSE(contains(redis_refused(options, unknown).message, "diary"));
  CHECK_FALSE(contains(redis_refused(options, "ERR odd: Pa55word").message, "Pa55word"));
  CHECK_FALSE(contains(
      redis_refused_login(options, "ERR unknown command 'AUTH', with args beginning with: 'Pa55w'")
          .message,
      "Pa55"));
}
