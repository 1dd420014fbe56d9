// An exported session, laid out anew as a store keeps it.
// Thread rule: a pure function.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "proxy/store/session_marks.h"
#include "proxy/store/session_store.h"
#include "shared/result.h"
#include "shared/session_types.h"

namespace magic {

struct SessionLayout {
  std::string log;  // message_log.h
  std::int64_t message_count = 0;
  std::string first_question_id;  // empty: there is none
  std::vector<StoredTurn> turns;  // without recipes, which are not exported
  SessionMarks marks;
};

// Errors: invalid_field, where the messages are not such as a session of ours has.
Result<SessionLayout> lay_out(const SessionExport& session);

}  // namespace magic
