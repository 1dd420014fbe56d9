#include <algorithm>
#include <utility>

#include "memory_prompts.h"
#include "proxy/memory/context_plan.h"
#include "proxy/memory/past_turns.h"
#include "proxy/memory/token_calibration.h"
#include "shared/token_estimate.h"
#include "shared/utf8.h"

namespace magic {
namespace {

constexpr std::string_view kPromptName = "summarize.txt";
constexpr std::size_t kMessagesPerTurn = 2;
// A job with less room than this cannot say anything.
constexpr int kLeastRoomTokens = 64;

std::string one_line(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return line;
}

std::string line_of(const Message& message, std::size_t max_bytes) {
  std::string line = message.role == Role::user ? "User: " : "Assistant: ";
  const std::string_view text = utf8_prefix(message.text, max_bytes);
  line += one_line(text);
  if (text.size() < message.text.size()) line += " [...]";
  return line + "\n";
}

std::string lines_of(const PastTurn& turn, std::size_t max_bytes = std::string::npos) {
  return line_of(*turn.question, max_bytes) + line_of(*turn.answer, max_bytes);
}

// A turn that is longer than the whole room is shortened, or nothing would be folded ever again.
// Three bytes a token is what the densest scripts take.
std::string shortened_lines_of(const PastTurn& turn, int room, double factor) {
  const double bytes = 3.0 * (room / 2 - 16) / factor;
  return lines_of(turn, static_cast<std::size_t>(std::max(bytes, 0.0)));
}

// The turns that are still word for word, oldest first.
std::vector<const PastTurn*> unfolded(const PastTurns& turns, const StoredSummary* summary) {
  std::vector<const PastTurn*> found;
  for (const PastTurn& turn : turns.turns())
    if (turn.is_open() && !turn.is_pinned() &&
        (summary == nullptr || turn.last_id() > summary->covers_to))
      found.push_back(&turn);
  return found;
}

// Of the first `count` of `turns`, those that a summary may cover: nothing of them stands behind
// the first one that is kept, so that all which is older than `covers_to` is in the summary.
std::vector<const PastTurn*> foldable(const std::vector<const PastTurn*>& turns,
                                      std::size_t count) {
  std::vector<const PastTurn*> found(turns.begin(),
                                     turns.begin() + static_cast<std::ptrdiff_t>(count));
  if (count == turns.size()) return found;
  const std::string& limit = turns[count]->question->id;
  found.erase(std::remove_if(found.begin(), found.end(),
                             [&](const PastTurn* turn) { return turn->last_id() > limit; }),
              found.end());
  return found;
}

// How many turns at most, from the oldest on, one job has room for; at least one.
std::size_t turns_in(int room, const std::vector<const PastTurn*>& turns, std::size_t most,
                     double factor) {
  std::size_t count = 0;
  for (; count < most; ++count) {
    room -= calibrated(estimate_tokens(lines_of(*turns[count])), factor);
    if (room < 0) break;
  }
  return std::max<std::size_t>(count, 1);
}

}  // namespace

std::optional<SummaryJob> summary_due(const PlanRequest& request, const StoredMemory& past) {
  if (is_stateless(request) || request.memory.strategy != MemoryStrategy::summary ||
      !request.without.empty() || past.messages.empty())
    return std::nullopt;
  const StoredSummary* summary = past.summary ? &*past.summary : nullptr;
  if (summary != nullptr && summary->covers_to > past.messages.back().id) return std::nullopt;

  const PastTurns turns(past, request.without, request.token_factor);
  const std::vector<const PastTurn*> open = unfolded(turns, summary);
  const auto keep = static_cast<std::size_t>(std::max(request.memory.keep_last, 2));
  if (open.size() * kMessagesPerTurn < 2 * keep) return std::nullopt;

  SummaryJob job;
  job.instructions = asset(kPromptName);
  std::string text;
  if (summary != nullptr) text = "Summary so far:\n" + summary->text + "\n\n";
  const int room =
      request.window_tokens - request.answer_tokens -
      calibrated(estimate_message_tokens(job.instructions) + estimate_message_tokens(text),
                 request.token_factor);
  if (room < kLeastRoomTokens) return std::nullopt;

  const std::size_t most = open.size() - keep / kMessagesPerTurn;
  const std::size_t count = turns_in(room, open, most, request.token_factor);
  const std::vector<const PastTurn*> folded = foldable(open, count);
  if (folded.empty()) return std::nullopt;
  for (const PastTurn* turn : folded) {
    std::string lines = lines_of(*turn);
    if (folded.size() == 1 && calibrated(estimate_tokens(lines), request.token_factor) > room)
      lines = shortened_lines_of(*turn, room, request.token_factor);
    text += lines;
    job.covers_to = std::max(job.covers_to, turn->last_id());
  }
  job.messages.push_back({Role::user, std::move(text)});
  job.covered_messages = static_cast<std::int64_t>(folded.size() * kMessagesPerTurn) +
                         (summary != nullptr ? summary->covered_messages : 0);
  return job;
}

}  // namespace magic
