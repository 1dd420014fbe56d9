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
  CHECK(contains(redis_refused(options, "MOVED 3999 127.0.0.1:6381").message, "Cluster"));
  CHECK(contains(redis_refused(options, "ERR string exceeds maximum allowed size (x)").message,
                 "start a new session"));
  CHECK(contains(redis_refused(options, "ODD new kind of error").message, "ODD new kind of error"));
}

TEST_CASE("No error repeats what a command carried, nor the password", "[store]") {
  RedisOptions options;
  options.password = "Pa55word";
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
