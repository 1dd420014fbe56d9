#include "proxy/memory/summary_text.h"

namespace magic {

std::string instructions_with_summary(std::string_view instructions, std::string_view summary) {
  std::string text(instructions);
  if (summary.empty()) return text;
  if (!text.empty()) text += "\n\n";
  return text.append(kSummaryHeading).append("\n").append(summary);
}

}  // namespace magic
