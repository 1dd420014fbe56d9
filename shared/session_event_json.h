// Live events of a session, as the proxy sends them: the name of the event and its JSON.
//
//   message, marked   {"message":{...}}
//   delta, reasoning  {"turn_id","attempt","text"}
//   deleted           {"message_id"}
//   chosen            {"turn_id","message_id"}
//   session           {"id","title",...} as in session_json.h
//   cleared, expired, missed  {}
// Errors: bad_json, or invalid_field naming the field. A name of a newer proxy is Kind::unknown.
// Thread rule: pure functions.
#pragma once

#include <string_view>

#include "shared/result.h"
#include "shared/session_event.h"

namespace magic {

Result<SessionEvent> session_event_from_json(std::string_view name, std::string_view json);

}  // namespace magic
