#include "client-wasm/model/window_title.h"

#include <catch2/catch_test_macros.hpp>

using namespace magic;

TEST_CASE("the title says that an answer is written, and only when that changes") {
  WindowTitle title;
  CHECK_FALSE(title.update(false, true));
  CHECK(title.update(true, true) == "Answering… · Memory Magic");
  CHECK_FALSE(title.update(true, true));
  CHECK(title.update(false, true) == "Memory Magic");
}

TEST_CASE("an answer that ends unseen is announced until somebody looks") {
  WindowTitle title;
  CHECK(title.update(true, true));
  CHECK_FALSE(title.update(true, false));
  CHECK(title.update(false, false) == "Answer ready · Memory Magic");
  CHECK_FALSE(title.update(false, false));
  CHECK(title.update(false, true) == "Memory Magic");
  CHECK_FALSE(title.update(false, false));
}

TEST_CASE("a new answer takes the place of one that was not looked at") {
  WindowTitle title;
  CHECK(title.update(true, false));
  CHECK(title.update(false, false) == "Answer ready · Memory Magic");
  CHECK(title.update(true, false) == "Answering… · Memory Magic");
}
