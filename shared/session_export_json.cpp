#include "shared/session_export_json.h"

#include <map>
#include <set>
#include <utility>

#include "shared/json_parts.h"
#include "shared/session_id.h"

namespace magic {
namespace {

constexpr std::string_view kFormat = "memory-magic/1";
constexpr std::size_t kMaxTurnIdBytes = 64;
constexpr std::int64_t kEndOfTimes = 253'402'300'799'999;  // the last millisecond of 9999

// The same characters as in a session id, and for the same reason.
bool is_valid_turn_id(std::string_view id) {
  return id.size() <= kMaxTurnIdBytes && is_valid_session_id(id);
}

struct TurnSoFar {
  bool has_question = false;
  std::set<int> attempts;
  bool has_current = false;
};

// Goes through the messages in order and holds what is known of each turn.
class ImportCheck {
 public:
  explicit ImportCheck(const ChatLimits& limits) : limits_(limits) {}

  void check(JsonFields& fields, const Message& message) {
    if (fields.any("role") == nullptr) fields.fail("role", "is missing");
    if (!message.id.empty() && !is_valid_turn_id(message.id))
      fields.fail("id", "must be 1 to 64 characters out of A-Z, a-z, 0-9, _ and -");
    if (!is_valid_turn_id(message.turn_id))
      fields.fail("turn_id", "must be 1 to 64 characters out of A-Z, a-z, 0-9, _ and -");
    if (message.created_at_ms < 0 || message.created_at_ms > kEndOfTimes)
      fields.fail("created_at_ms", "must be between the years 1970 and 9999");
    if (message.model.size() > kMaxModelBytes)
      fields.fail("model", "is longer than " + std::to_string(kMaxModelBytes) + " bytes");
    if (message.pinned && message.excluded)
      fields.fail("excluded", "cannot be true together with pinned");
    if (message.role == Role::user)
      check_question(fields, message);
    else
      check_answer(fields, message);
  }

 private:
  void check_question(JsonFields& fields, const Message& message) {
    if (message.text.empty()) fields.fail("text", "must not be empty");
    if (message.text.find('\0') != std::string::npos)
      fields.fail("text", "must not hold NUL characters");
    check_length(fields, "text", message.text, limits_.max_message_bytes);
    TurnSoFar& turn = turns_[message.turn_id];
    if (turn.has_question) return fields.fail("turn_id", "is that of an earlier question");
    if (!turn.attempts.empty()) return fields.fail("turn_id", "is that of an earlier answer");
    turn.has_question = true;
  }

  void check_answer(JsonFields& fields, const Message& message) {
    check_length(fields, "text", message.text, kMaxImportedAnswerBytes);
    check_length(fields, "reasoning", message.reasoning, kMaxImportedAnswerBytes);
    TurnSoFar& turn = turns_[message.turn_id];  // its question may have been deleted
    if (message.attempt < 0 || message.attempt > kMaxImportedAttempt)
      fields.fail("attempt", "must be between 0 and " + std::to_string(kMaxImportedAttempt));
    if (!turn.attempts.insert(message.attempt).second)
      fields.fail("attempt", "is that of an earlier answer to the same question");
    if (message.current && std::exchange(turn.has_current, true))
      fields.fail("current", "is true of an earlier answer to the same question");
  }

  static void check_length(JsonFields& fields, const char* key, const std::string& text,
                           std::size_t most) {
    if (text.size() > most) fields.fail(key, "is longer than " + std::to_string(most) + " bytes");
  }

  const ChatLimits& limits_;
  std::map<std::string, TurnSoFar> turns_;
};

SessionInfo read_session(JsonFields& fields) {
  const Json* json = fields.object("session");
  if (json == nullptr) {
    fields.fail("session", "is missing");
    return {};
  }
  JsonFields session(*json, "session");
  SessionInfo info = session_of(session);
  if (!is_valid_session_id(info.id))
    session.fail("id", "must be 1 to 128 characters out of A-Z, a-z, 0-9, _ and -");
  if (!info.title.empty()) info.title = read_title(session).value_or("");
  fields.fail_as(session.error());
  return info;
}

}  // namespace

std::string to_json(const SessionExport& session) {
  Json json;
  json["format"] = kFormat;
  json["session"] = session_json(session.info);
  Json messages = Json::array();
  for (const Message& message : session.messages) messages.push_back(message_json(message));
  json["messages"] = std::move(messages);
  return dump_json(json);
}

Result<SessionExport> session_export_from_json(std::string_view text, const ChatLimits& limits) {
  return read_json<SessionExport>(text, [&](const Json& json) -> Result<SessionExport> {
    JsonFields fields(json);
    if (fields.required_string("format") != kFormat)
      fields.fail("format", "must be " + std::string(kFormat));
    SessionExport session;
    session.info = read_session(fields);
    const Json* messages = fields.array("messages");
    if (messages == nullptr) fields.fail("messages", "is missing");
    if (fields.error()) return *fields.error();
    if (messages->empty() || messages->size() > kMaxImportedMessages)
      return invalid_field("messages", "messages must be 1 to " +
                                           std::to_string(kMaxImportedMessages) + " messages.");

    ImportCheck check(limits);
    for (const Json& entry : *messages) {
      const std::string path = path_at("messages", session.messages.size());
      Result<Message> message = message_of(entry, path);
      if (!message) return message.error();
      JsonFields checked(entry, path);
      check.check(checked, message.value());
      if (checked.error()) return *checked.error();
      session.messages.push_back(std::move(message).value());
    }
    return session;
  });
}

}  // namespace magic
