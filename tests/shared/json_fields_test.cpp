#include <catch2/catch_test_macros.hpp>
#include <string>

#include "shared/json_fields.h"

using namespace magic;

TEST_CASE("deep nesting, NUL bytes, bad UTF-8 and trailing bytes are refused as bad JSON") {
  CHECK(parse_json("[[[]]]", 3).ok());
  CHECK_FALSE(parse_json("[[[[]]]]", 3).ok());
  CHECK_FALSE(parse_json(std::string(100'000, '[')).ok());
  CHECK_FALSE(parse_json(std::string_view("{}\0{}", 5)).ok());
  CHECK_FALSE(parse_json("\"\xFF\"").ok());
  CHECK_FALSE(parse_json("{} x").ok());
  CHECK_FALSE(parse_json("").ok());
  CHECK(parse_json("{").error().code == ErrorCode::bad_json);
}

TEST_CASE("brackets inside strings do not count as nesting") {
  CHECK(parse_json(R"(["[[[[[[\"[[["])", 2).ok());
}

TEST_CASE("an object of so many fields that parsing takes minutes is refused at once") {
  const auto object_of = [](int fields) {
    std::string text = "{";
    for (int i = 0; i < fields; ++i) text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":0";
    return text + "}";
  };
  CHECK(parse_json(object_of(2'000)).ok());
  CHECK(parse_json(object_of(300'000)).error().code == ErrorCode::bad_json);
  std::string many = "[0";
  for (int i = 0; i < 100; ++i) many += "," + object_of(2'000);
  CHECK_FALSE(parse_json(many + "]").ok());
}

TEST_CASE("the first wrong field is the one that is named") {
  const Json json = parse_json(R"({"a":1,"b":"x","c":null})").value();
  JsonFields fields(json);
  CHECK(fields.integer("a") == 1);
  CHECK_FALSE(fields.string("c"));
  CHECK_FALSE(fields.error());
  CHECK_FALSE(fields.integer("b"));
  CHECK_FALSE(fields.string("a"));
  CHECK(fields.error()->param == "b");
}

TEST_CASE("a missing required field is an error that names it") {
  const Json json = Json::object();
  JsonFields fields(json);
  CHECK(fields.required_string("message").empty());
  CHECK(fields.error()->param == "message");
}

TEST_CASE("malformed UTF-8 is replaced when writing") {
  CHECK(dump_json(Json("a\xFF")) == "\"a\xEF\xBF\xBD\"");
}

TEST_CASE("a part of an object names its fields with their place in the whole") {
  const Json json = parse_json(R"({"n":"x"})").value();
  JsonFields part(json, "lanes[1].memory");
  CHECK_FALSE(part.integer("n"));
  CHECK(part.error() ==
        invalid_field("lanes[1].memory.n", "lanes[1].memory.n must be a whole number."));
  JsonFields whole(json);
  whole.fail_as(std::nullopt);
  CHECK_FALSE(whole.error());
  whole.fail_as(part.error());
  whole.fail("n", "is wrong too");
  CHECK(whole.error() == part.error());
  CHECK(JsonFields(Json::array(), "memory").error() ==
        invalid_field("memory", "memory must be an object."));
}
