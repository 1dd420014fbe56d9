// Where a summary stands in what the model is sent.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace magic {

inline constexpr std::string_view kSummaryHeading = "Summary of the earlier conversation:";

// The instructions, a blank line, and the summary under its heading. Without a summary, or without
// instructions, only the other.
std::string instructions_with_summary(std::string_view instructions, std::string_view summary);

}  // namespace magic
