#include "proxy/base/secret.h"

#include <catch2/catch_test_macros.hpp>
#include <concepts>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>

#include "shared/json_fields.h"

namespace magic {
namespace {

template <class T>
concept Printable = requires(std::ostringstream& out, const T& value) {
  out << value;
};
template <class T>
concept JoinsText = requires(std::string text, const T& value) {
  text += value;
};
template <class A, class B>
concept Comparable = requires(const A& a, const B& b) {
  a == b;
};

TEST_CASE("a secret becomes text by its name only") {
  // Each of them is true of a string: the questions can fail.
  STATIC_REQUIRE(Printable<std::string>);
  STATIC_REQUIRE(JoinsText<std::string>);
  STATIC_REQUIRE(Comparable<std::string, std::string>);
  STATIC_REQUIRE(std::is_constructible_v<Json, std::string>);

  STATIC_REQUIRE_FALSE(Printable<Secret>);
  STATIC_REQUIRE_FALSE(JoinsText<Secret>);
  STATIC_REQUIRE_FALSE(Comparable<Secret, Secret>);
  STATIC_REQUIRE_FALSE(Comparable<Secret, std::string>);
  STATIC_REQUIRE_FALSE(Comparable<std::string, Secret>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Json, Secret>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<Secret, std::string>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<Secret, std::string_view>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, Secret>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const char*, Secret>);
}

TEST_CASE("a secret is what it was made of") {
  CHECK(Secret("key-1").reveal() == "key-1");
  CHECK_FALSE(Secret("key-1").empty());
  CHECK(Secret().empty());
}

}  // namespace
}  // namespace magic
