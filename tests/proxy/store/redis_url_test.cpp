// REDIS_URL: what it may say, and that no part of a wrong one is repeated.
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "proxy/store/redis_url.h"

using namespace magic;

namespace {

RedisOptions read(const std::string& url, RedisOptions options = {}) {
  CAPTURE(url);
  const std::optional<std::string> problem = read_redis_url(url, options);
  REQUIRE(problem.value_or("") == "");
  CHECK(options.from_url);
  return options;
}

std::string problem_of(const std::string& url) {
  RedisOptions options;
  const std::optional<std::string> problem = read_redis_url(url, options);
  CAPTURE(url);
  REQUIRE(problem.has_value());
  CHECK_FALSE(options.from_url);
  CHECK(options.host == "localhost");
  return *problem;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a URL of Redis names server, login and database, all but the server at will") {
  const RedisOptions whole = read("redis://alice:s3cret@db.example:6380/3");
  CHECK(whole.host == "db.example");
  CHECK(whole.port == 6380);
  CHECK(whole.username == "alice");
  CHECK(whole.password.reveal() == "s3cret");
  CHECK(whole.db == 3);
  CHECK_FALSE(whole.tls);

  const RedisOptions least = read("redis://db.example");
  CHECK(least.port == 6379);
  CHECK(least.password.empty());
  CHECK(read("redis://:s3cret@db.example/").password.reveal() == "s3cret");
  CHECK(read("redis://[::1]:7000").host == "::1");
  CHECK(read("redis://[::1]:7000").port == 7000);
  CHECK(read("redis://[::1]").port == 6379);
  CHECK(read("rediss://db.example").tls);
}

TEST_CASE("what a URL does not name is left to the single settings, but not another address") {
  RedisOptions settings;
  settings.username = "alice";
  settings.password = Secret("s3cret");
  settings.db = 5;
  settings.unix_socket = "/somewhere";
  const RedisOptions options = read("redis://db.example", settings);
  CHECK(options.username == "alice");
  CHECK(options.password.reveal() == "s3cret");
  CHECK(options.db == 5);
  CHECK(options.unix_socket.empty());
}

TEST_CASE("any character can stand in a password of a URL, written with %") {
  CHECK(read("redis://a%40b:p%2F%3f%23%40%3A%25@h").username == "a@b");
  CHECK(read("redis://a:p%2F%3f%23%40%3A%25@h").password.reveal() == "p/?#@:%");
  CHECK(read("redis://a:b:c@h").password.reveal() == "b:c");
  CHECK(read("redis://a:b@c@h").password.reveal() == "b@c");
}

TEST_CASE("a URL may name a unix socket, with a database behind a question mark") {
  const RedisOptions options = read("unix:///run/redis/sock?db=2");
  CHECK(options.unix_socket == "/run/redis/sock");
  CHECK(options.db == 2);
  CHECK(read("unix://alice:s3cret@/run/sock").password.reveal() == "s3cret");
  CHECK(read("unix://alice:s3cret@/run/sock").unix_socket == "/run/sock");
  CHECK(read("unix:///run/a%20b").unix_socket == "/run/a b");
}

TEST_CASE("a URL may name Sentinels and the master that they are asked for") {
  const RedisOptions options =
      read("rediss+sentinel://alice:s3cret@one,two:26380,[::1]:26381/my-master/4");
  CHECK(options.sentinels ==
        std::vector<RedisEndpoint>{{"one", 26379}, {"two", 26380}, {"::1", 26381}});
  CHECK(options.master_name == "my-master");
  CHECK(options.db == 4);
  CHECK(options.password.reveal() == "s3cret");
  CHECK(options.tls);
  CHECK(read("redis+sentinel://one/m").db == 0);
}

TEST_CASE("a wrong URL is told by what is wrong in it") {
  CHECK(has(problem_of("localhost:6379"), "begins with none of"));
  CHECK(has(problem_of("http://localhost"), "begins with none of"));
  CHECK(has(problem_of("redis+tls://localhost"), "begins with none of"));
  CHECK(has(problem_of("redis://"), "host is missing"));
  CHECK(has(problem_of("redis://a:b@"), "host is missing"));
  CHECK(has(problem_of("redis://a b"), "host"));
  CHECK(has(problem_of("redis://[::1"), "has no ]"));
  CHECK(has(problem_of("redis://h:0"), "port"));
  CHECK(has(problem_of("redis://h:65536"), "port"));
  CHECK(has(problem_of("redis://h:"), "port"));
  CHECK(has(problem_of("redis://[::1]7"), "port"));
  CHECK(has(problem_of("redis://h/x"), "database"));
  CHECK(has(problem_of("redis://h/1/2"), "database"));
  CHECK(has(problem_of("redis://h/-1"), "database"));
  CHECK(has(problem_of("redis://alice@h"), "without a password"));
  CHECK(has(problem_of("redis://a:%zz@h"), "two hex digits"));
  CHECK(has(problem_of("redis://a:%4@h"), "two hex digits"));
  CHECK(has(problem_of("redis://a:%0a@h"), "control character"));
  CHECK(has(problem_of("redis://h?x=1"), "? or #"));
  CHECK(has(problem_of("redis://one,two"), "host"));
  CHECK(has(problem_of("unix://"), "path"));
  CHECK(has(problem_of("unix:///sock?x=1"), "db=NUMBER"));
  CHECK(has(problem_of("redis+sentinel://one"), "name of the master"));
  CHECK(has(problem_of("redis+sentinel://one,,two/m"), "host"));
}

TEST_CASE("no part of a wrong URL is repeated") {
  for (const std::string url :
       {"s3cret", "redis://alice:s3cret@h:s3cret", "redis://s3cret@h", "redis://:s3cret@h/s3cret",
        "redis://:s3cret%@h", "redis://a:s3cret@h?", "unix://a:s3cret@/s?s3cret",
        "redis+sentinel://a:s3cret@one", "redis://:s3cret/@h"})
    CHECK_FALSE(has(problem_of(url), "s3cret"));
}
