#include "proxy/http/live_event_json.h"

#include <string_view>

#include "shared/chat_json.h"
#include "shared/json_fields.h"
#include "shared/sse.h"

namespace magic {
namespace {

std::string data_of(const LiveEvent& event, const LiveEventDetails& details) {
  using Kind = LiveEvent::Kind;
  switch (event.kind) {
    case Kind::message:
    case Kind::marked:
      return details.message ? "{\"message\":" + to_json(*details.message) + "}" : "";
    case Kind::delta:
    case Kind::reasoning:
      return dump_json(
          Json{{"turn_id", event.turn}, {"attempt", event.attempt}, {"text", event.text}});
    case Kind::deleted:
      return dump_json(Json{{"message_id", event.message}});
    case Kind::chosen:
      return dump_json(Json{{"turn_id", event.turn}, {"message_id", event.message}});
    case Kind::session:
      return details.session ? to_json(*details.session) : "";
    case Kind::cleared:
    case Kind::expired:
    case Kind::missed:
      return "{}";
  }
  return "";
}

}  // namespace

std::string live_event_text(const LiveEvent& event, const LiveEventDetails& details) {
  const std::string data = data_of(event, details);
  if (data.empty()) return {};
  // What was never stored has no place to go on from.
  return event.id.empty() ? sse_event(name_of(event.kind), data)
                          : sse_event_with_id(event.id, name_of(event.kind), data);
}

}  // namespace magic
