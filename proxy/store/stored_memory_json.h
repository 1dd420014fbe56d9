// The JSON in which a session keeps what was made of its messages.
//
// from_json functions give nullopt for what is not that: it can be made again.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "proxy/store/stored_memory.h"

namespace magic {

// {"text","covers_to","covered_messages","model","made_at_ms"[,"made_from"]}
std::string to_json(const StoredSummary& summary);
std::optional<StoredSummary> stored_summary_from_json(std::string_view json);

// {"response_id","model","covers_to"[,"made_from"]}
std::string to_json(const HeldResponse& held);
std::optional<HeldResponse> held_response_from_json(std::string_view json);

}  // namespace magic
