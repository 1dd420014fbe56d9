#include "shared/json_fields.h"

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace magic {
namespace {

// An object finds a key by comparing it with all before it, so the parser's time grows with the
// square of their number (a hundred million take about a third of a second). What a text may cost
// grows with its length instead: a message of ours needs one for each byte, and a short text may have
// one object of 2,800 fields.
constexpr std::int64_t kKeyComparisons = 4'000'000, kKeyComparisonsPerByte = 8;

// What is wrong with the shape of a text, before the parser has to hold it. Malformed input may pass:
// the parser refuses it afterwards, without recursion.
std::optional<std::string> shape_problem(std::string_view text, int max_depth) {
  std::vector<std::int64_t> keys;  // in each object or array around, from the outside in
  std::int64_t comparisons = 0;
  const std::int64_t most = kKeyComparisons + kKeyComparisonsPerByte * std::ssize(text);
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      keys.push_back(0);
      if (std::ssize(keys) > max_depth)
        return "The JSON is nested deeper than " + std::to_string(max_depth) + " levels.";
    } else if ((c == ']' || c == '}') && !keys.empty()) {
      keys.pop_back();
    } else if (c == ':' && !keys.empty()) {
      comparisons += keys.back()++;
      if (comparisons > most) return "The JSON has objects of too many fields.";
    }
  }
  return std::nullopt;
}

}  // namespace

Result<Json> parse_json(std::string_view text, int max_depth) {
  if (text.find('\0') != std::string_view::npos)
    return Error{ErrorCode::bad_json, "The JSON holds a NUL byte."};
  if (std::optional<std::string> problem = shape_problem(text, max_depth))
    return Error{ErrorCode::bad_json, std::move(*problem)};
  Json value = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) return Error{ErrorCode::bad_json, "This is not valid JSON in UTF-8."};
  return value;
}

std::string dump_json(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

JsonFields::JsonFields(const Json& value, std::string path)
    : object_(value.is_object() ? &value : nullptr), path_(std::move(path)) {
  if (object_ != nullptr) return;
  error_ = path_.empty() ? invalid_field("", "A JSON object is needed here.")
                         : invalid_field(path_, path_ + " must be an object.");
}

const Json* JsonFields::find(const char* key) const {
  if (object_ == nullptr) return nullptr;
  const auto it = object_->find(key);
  return it == object_->end() || it->is_null() ? nullptr : &*it;
}

void JsonFields::fail(const char* key, std::string_view what) {
  if (!error_) error_ = invalid_field(path_of(key), path_of(key) + " " + std::string(what) + ".");
}

void JsonFields::fail_as(const std::optional<Error>& part) {
  if (!error_) error_ = part;
}

std::string JsonFields::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

std::optional<std::string> JsonFields::string(const char* key) {
  const Json* field = find(key);
  if (field == nullptr) return std::nullopt;
  if (const auto* text = field->get_ptr<const Json::string_t*>()) return *text;
  fail(key, "must be a string");
  return std::nullopt;
}

std::optional<std::int64_t> JsonFields::integer(const char* key) {
  const Json* field = find(key);
  if (field == nullptr) return std::nullopt;
  if (field->is_number_unsigned()) {
    const auto value = field->get<std::uint64_t>();
    if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return static_cast<std::int64_t>(value);
  } else if (field->is_number_integer()) {
    return field->get<std::int64_t>();
  } else if (field->is_number_float()) {
    const double value = field->get<double>();  // some servers write counts and times as 1.0
    if (std::abs(value) < 9e15) return static_cast<std::int64_t>(value);
  }
  fail(key, "must be a whole number");
  return std::nullopt;
}

std::optional<double> JsonFields::number(const char* key) {
  const Json* field = find(key);
  if (field == nullptr) return std::nullopt;
  if (field->is_number()) return field->get<double>();
  fail(key, "must be a number");
  return std::nullopt;
}

std::optional<bool> JsonFields::boolean(const char* key) {
  const Json* field = find(key);
  if (field == nullptr) return std::nullopt;
  if (field->is_boolean()) return field->get<bool>();
  fail(key, "must be true or false");
  return std::nullopt;
}

const Json* JsonFields::object(const char* key) {
  const Json* field = find(key);
  if (field != nullptr && !field->is_object()) {
    fail(key, "must be an object");
    return nullptr;
  }
  return field;
}

const Json* JsonFields::array(const char* key) {
  const Json* field = find(key);
  if (field != nullptr && !field->is_array()) {
    fail(key, "must be an array");
    return nullptr;
  }
  return field;
}

const Json* JsonFields::any(const char* key) { return find(key); }

std::string JsonFields::required_string(const char* key) {
  if (find(key) == nullptr) fail(key, "is missing");
  return string(key).value_or("");
}

std::int64_t JsonFields::required_integer(const char* key) {
  if (find(key) == nullptr) fail(key, "is missing");
  return integer(key).value_or(0);
}

}  // namespace magic
