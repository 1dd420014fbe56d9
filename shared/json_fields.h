// The door to nlohmann/json: parsing that cannot be hurt by its input, and reading fields with an
// error that names the key. Only codecs (.cpp files that turn bytes into structs) include this.
//
// Nothing here throws: the WebAssembly build has no exceptions. Facts behind the limits (measured
// with 3.11): copying or dumping a deeply nested value overflows the stack, an object of 300,000
// fields takes minutes to parse, bytes after a NUL are ignored, dump() of invalid UTF-8 throws unless
// told to replace.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "shared/result.h"

namespace magic {

// Keeps the order of keys: what people read back is what we wrote.
using Json = nlohmann::ordered_json;

inline constexpr int kMaxJsonDepth = 32;

// Error code bad_json for anything but one well-formed, UTF-8, NUL-free value of bounded depth, and
// for objects of so many fields that parsing them would take long.
Result<Json> parse_json(std::string_view text, int max_depth = kMaxJsonDepth);

// One line, malformed UTF-8 replaced by U+FFFD.
std::string dump_json(const Json& value);

// Reads the fields of one object. A missing or null optional field is nullopt; a missing required
// field or one of a wrong type is remembered (the first one) as invalid_field with its key, and a
// default is returned so that reading can go on.
class JsonFields {
 public:
  // `value` must outlive this. Not an object: every read fails. `path` is where the value stands in
  // the whole, e.g. "memory" or "lanes[1]": errors then name "memory.n". Empty: it is the whole.
  explicit JsonFields(const Json& value, std::string path = {});

  std::optional<std::string> string(const char* key);
  std::optional<std::int64_t> integer(const char* key);
  std::optional<double> number(const char* key);
  std::optional<bool> boolean(const char* key);
  const Json* object(const char* key);  // nullptr when absent or null
  const Json* array(const char* key);
  const Json* any(const char* key);  // for a field of several types; nullptr when absent or null

  std::string required_string(const char* key);
  std::int64_t required_integer(const char* key);

  // A field whose value is one of an enum's names. `from` is e.g. mode_from.
  template <class Enum>
  Enum named(const char* key, std::optional<Enum> (*from)(std::string_view), Enum otherwise,
             std::string_view allowed) {
    const std::optional<std::string> name = string(key);
    if (!name) return otherwise;
    const std::optional<Enum> value = from(*name);
    if (!value) fail(key, "must be one of " + std::string(allowed));
    return value.value_or(otherwise);
  }

  // Remembers "<key> <what>" unless something failed before.
  void fail(const char* key, std::string_view what);
  // Remembers the error of a part of this object, unless something failed before.
  void fail_as(const std::optional<Error>& part);
  // Where a field of this object stands in the whole.
  std::string path_of(std::string_view key) const;
  const std::optional<Error>& error() const { return error_; }

 private:
  const Json* find(const char* key) const;

  const Json* object_;
  std::string path_;
  std::optional<Error> error_;
};

}  // namespace magic
