#include "shared/session_event_json.h"

#include <utility>

#include "shared/json_parts.h"

namespace magic {
namespace {

using Kind = SessionEvent::Kind;

constexpr std::pair<std::string_view, Kind> kNames[] = {
    {"message", Kind::message}, {"delta", Kind::delta},     {"reasoning", Kind::reasoning},
    {"marked", Kind::marked},   {"deleted", Kind::deleted}, {"chosen", Kind::chosen},
    {"session", Kind::session}, {"cleared", Kind::cleared}, {"expired", Kind::expired},
    {"missed", Kind::missed}};

Kind kind_from(std::string_view name) {
  for (const auto& [known, kind] : kNames)
    if (known == name) return kind;
  return Kind::unknown;
}

Result<SessionEvent> event_of(Kind kind, const Json& json) {
  JsonFields fields(json);
  SessionEvent event;
  event.kind = kind;
  switch (kind) {
    case Kind::message:
    case Kind::marked:
      event.message = required_message(fields, "message");
      event.turn_id = event.message.turn_id;
      break;
    case Kind::delta:
    case Kind::reasoning:
      event.turn_id = fields.required_string("turn_id");
      event.attempt = int_or_zero(fields.integer("attempt"));
      event.text = fields.required_string("text");
      break;
    case Kind::chosen:
      event.turn_id = fields.required_string("turn_id");
      event.message_id = fields.required_string("message_id");
      break;
    case Kind::deleted:
      event.message_id = fields.required_string("message_id");
      break;
    case Kind::session:
      event.session = session_of(fields);
      break;
    case Kind::cleared:
    case Kind::expired:
    case Kind::missed:
    case Kind::unknown:
      break;
  }
  if (fields.error()) return *fields.error();
  return event;
}

}  // namespace

Result<SessionEvent> session_event_from_json(std::string_view name, std::string_view json) {
  const Kind kind = kind_from(name);
  if (kind == Kind::unknown) return SessionEvent{};
  return read_json<SessionEvent>(json, [kind](const Json& value) { return event_of(kind, value); });
}

}  // namespace magic
