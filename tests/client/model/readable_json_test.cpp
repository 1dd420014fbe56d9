#include <catch2/catch_test_macros.hpp>

#include "client-wasm/model/readable_json.h"

using namespace magic;

TEST_CASE("JSON gets a line for each member, and keeps its order") {
  CHECK(readable_json(R"({"model":"demo","n":[1,2],"a":{},"b":[]})") ==
        "{\n  \"model\": \"demo\",\n  \"n\": [\n    1,\n    2\n  ],\n  \"a\": {},\n  \"b\": []\n}");
}

TEST_CASE("what stands in a string stays as it was") {
  CHECK(readable_json(R"(["a{b}, c: \"d\\",  "e"])") == "[\n  \"a{b}, c: \\\"d\\\\\",\n  \"e\"\n]");
}

TEST_CASE("JSON that was readable before comes out the same way") {
  CHECK(readable_json("{ \"a\" :\n 1 }") == "{\n  \"a\": 1\n}");
}

TEST_CASE("text that is no JSON, or is cut, is shown without harm") {
  CHECK(readable_json("]]}") == "\n]\n]\n}");
  CHECK(readable_json("{\"a\\") == "{\n  \"a\\");
  CHECK(readable_json("").empty());
}
