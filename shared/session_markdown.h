// A session as a Markdown document, to read and to keep.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "shared/session_types.h"

namespace magic {

// The title; then for each message a heading with who and when, how it ended where it did not
// simply end, and the text as it is: it is Markdown already. An answer that is not the current one
// is headed as an alternative.
std::string session_to_markdown(const SessionExport& session);

// "2026-11-26T11:56:51Z", from milliseconds since 1970.
std::string utc_time_text(std::int64_t at_ms);

}  // namespace magic
