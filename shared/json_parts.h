// Parts that several codecs share. For codecs only, as json_fields.h is: a parsed value goes no
// further than the .cpp file that parsed it.
//
// The *_of functions read leniently what our own side wrote; the read_* functions check what a
// user asked for and remember what is wrong in `fields`. A `path` says where a value stands in the
// whole, so that an error can name it.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/chat_limits.h"
#include "shared/chat_types.h"
#include "shared/json_fields.h"
#include "shared/session_types.h"
#include "shared/turn_record.h"
#include "shared/turn_requests.h"

namespace magic {

inline constexpr std::string_view kModeNames = "stateless, stateful";
inline constexpr std::string_view kProviderNames = "chatgpt, ollama, demo";
inline constexpr std::string_view kStrategyNames =
    "none, full, last_n, token_budget, summary, provider";

template <class T>
void put(Json& json, const char* key, const std::optional<T>& value) {
  if (value) json[key] = *value;
}

inline Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

inline int int_or_zero(const std::optional<std::int64_t>& value) {
  return static_cast<int>(value.value_or(0));
}

// "messages", 3 -> "messages[3]"
inline std::string path_at(const char* key, std::size_t index) {
  return std::string(key) + "[" + std::to_string(index) + "]";
}

inline Error missing(const char* key) {
  return invalid_field(key, std::string(key) + " is missing.");
}

// Parses `text`, then hands the value to `read`, which returns Result<T>.
template <class T, class Read>
Result<T> read_json(std::string_view text, Read read) {
  const Result<Json> parsed = parse_json(text);
  if (!parsed) return parsed.error();
  return read(parsed.value());
}

// Parses `text` as one object; `read` takes what it needs from its fields and returns the T, which
// counts when no field failed.
template <class T, class Read>
Result<T> read_object(std::string_view text, Read read) {
  const Result<Json> parsed = parse_json(text);
  if (!parsed) return parsed.error();
  JsonFields fields(parsed.value());
  T value = read(fields);
  if (fields.error()) return *fields.error();
  return value;
}

// ---- message_json.cpp ------------------------------------------------------------------------

Json usage_json(const Usage& usage);
Json timing_json(const Timing& timing);
Json error_json(const Error& error);
Error error_of(const Json& json);
Json message_json(const Message& message);
Result<Message> message_of(const Json& json, std::string path = {});
// The message in the field `key`, which must be there.
Message required_message(JsonFields& fields, const char* key);

// ---- context_json.cpp ------------------------------------------------------------------------

Json context_json(const ContextReport& report);
ContextReport context_of(const Json& json);

// ---- lane_json.cpp ---------------------------------------------------------------------------

Json memory_json(const MemoryChoice& memory);
// Adds the lane's fields to those of a request. The default memory is left out.
void put_lane(Json& json, const LaneRequest& lane);
void put_changes(Json& json, const LaneChanges& changes);
// Each field absent or checked. Whether they go together: lane_problem().
LaneChanges read_changes(JsonFields& fields, const ChatLimits& limits);
// A whole lane, what is absent taken from `defaults`, checked.
LaneRequest read_lane(JsonFields& fields, const ChatLimits& limits, const LaneRequest& defaults);
// The lane as it is kept with a turn: read leniently, always whole.
Json lane_json(const LaneRequest& lane);
LaneRequest lane_of(const Json& json);

std::string read_question(JsonFields& fields, const ChatLimits& limits);
std::optional<std::string> read_session_id(JsonFields& fields);
std::optional<std::string> read_client_message_id(JsonFields& fields);

// ---- session_json.cpp ------------------------------------------------------------------------

Json session_json(const SessionInfo& info);
SessionInfo session_of(JsonFields& fields);
// Trimmed; 1 to kMaxTitleBytes bytes on one line.
std::optional<std::string> read_title(JsonFields& fields);

// ---- turn_record_json.cpp --------------------------------------------------------------------

Json trace_json(const UpstreamTrace& trace);
UpstreamTrace trace_of(const Json& json);

}  // namespace magic
