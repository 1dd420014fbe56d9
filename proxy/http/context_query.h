// The query of GET /sessions/{id}/context: the fields of POST /chat, as far as they decide what is
// sent. `mode` is stateful unless it is named; memory's fields stand for themselves: strategy, n,
// tokens, keep_last.
#pragma once

#include <string>

#include <httplib.h>

#include "shared/chat_json.h"
#include "shared/chat_types.h"
#include "shared/result.h"

namespace magic {

struct ContextQuery {
  LaneRequest lane;
  std::string message;  // what would be asked; may be empty
};

// Errors: invalid_field, as in POST /chat.
Result<ContextQuery> context_query_of(const httplib::Request& request, const ChatLimits& limits);

}  // namespace magic
