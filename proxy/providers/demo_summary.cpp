#include "proxy/providers/demo_summary.h"

#include <algorithm>
#include <vector>

#include "proxy/providers/demo_facts.h"
#include "proxy/providers/demo_texts.h"
#include "proxy/providers/demo_words.h"

namespace magic {
namespace {

constexpr std::string_view kRequest = "Summarize this conversation.";
constexpr std::string_view kEarlierSummary = "Summary so far:";
constexpr std::string_view kSummary = "Summary of the earlier conversation:";
constexpr std::string_view kUser = "User: ";
constexpr std::string_view kAssistant = "Assistant: ";
constexpr std::string_view kUserSaid = "The user said: \"";

std::string_view next_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

// What a line of our own summaries quotes; another line is what it is.
std::string_view unquoted(std::string_view line) {
  if (!line.starts_with(kUserSaid)) return line;
  line.remove_prefix(kUserSaid.size());
  return line.substr(0, line.rfind('"'));
}

// The sentences worth keeping, each once, at its last place: later words win.
class Notes {
 public:
  void take(std::string_view text) {
    for (std::string_view sentence : sentences_of(text)) {
      sentence = trimmed(sentence);
      DemoFacts facts;
      read_facts(sentence, facts);
      if (facts.empty()) continue;
      std::erase(sentences_, sentence);
      sentences_.emplace_back(sentence);
    }
  }

  const std::vector<std::string>& sentences() const { return sentences_; }

 private:
  std::vector<std::string> sentences_;
};

}  // namespace

bool asks_demo_for_summary(const Prompt& prompt) {
  return prompt.instructions.starts_with(kRequest);
}

std::string demo_summary(const Prompt& prompt) {
  Notes notes;
  bool is_users = false;  // the line is part of a user's message, or of the earlier summary
  std::string_view text =
      prompt.messages.empty() ? "" : std::string_view(prompt.messages.back().text);
  while (!text.empty()) {
    std::string_view line = next_line(text);
    if (line.starts_with(kUser) || line.starts_with(kEarlierSummary)) {
      is_users = true;
      line.remove_prefix(line.starts_with(kUser) ? kUser.size() : kEarlierSummary.size());
    } else if (line.starts_with(kAssistant)) {
      is_users = false;
    }
    if (is_users) notes.take(unquoted(line));
  }
  if (notes.sentences().empty()) return demo_text("summarized.nothing");
  std::string summary;
  for (const std::string& sentence : notes.sentences()) {
    if (!summary.empty()) summary += '\n';
    summary += std::string(kUserSaid) + sentence + "\"";
  }
  return summary;
}

std::string_view demo_summary_in(std::string_view instructions) {
  while (!instructions.empty()) {
    const std::string_view rest = instructions;
    if (next_line(instructions).starts_with(kSummary)) return rest.substr(kSummary.size());
  }
  return {};
}

}  // namespace magic
