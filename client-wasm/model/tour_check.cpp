// The verdict on one answer, with its reason in words.
#include <algorithm>

#include "client-wasm/model/tour.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

constexpr std::size_t kQuotedCharacters = 120;

// ASCII rules, as the names in the scenarios are.
std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

bool holds(const std::string& lower_text, const std::string& word) {
  return lower_text.find(lower_case(word)) != std::string::npos;
}

// "tea", "tea or coffee", "tea, milk or coffee"
std::string one_of(const std::vector<std::string>& words) {
  std::string said;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0 && i + 1 == words.size())
      said = say(Word::one_or_other, {said, words[i]});
    else
      said += (i > 0 ? ", " : "") + words[i];
  }
  return said;
}

bool was_sent(const ContextReport& context, const std::string& message_id) {
  return std::any_of(context.items.begin(), context.items.end(), [&](const ContextItem& item) {
    return item.message_id == message_id && item.sent;
  });
}

}  // namespace

std::string shortened(const std::string& text, std::size_t max_characters) {
  std::string line;
  std::size_t characters = 0;
  for (const char c : text) {
    const bool begins_character = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (begins_character && characters++ == max_characters) return line + "…";
    line += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  }
  return line;
}

TourCheck check_answer(const TourExpectation& expect, const ChatAnswer& answer,
                       const std::vector<TourStepRun>& steps) {
  const std::string& text = answer.message.text;
  const std::string lower = lower_case(text);
  const auto is_in = [&](const std::string& word) { return holds(lower, word); };
  if (text.empty()) return {false, say(Word::check_no_answer)};

  TourCheck check;
  const std::string said = shortened(text, kQuotedCharacters);
  if (!expect.contains_any.empty()) {
    const auto named = std::find_if(expect.contains_any.begin(), expect.contains_any.end(), is_in);
    if (named == expect.contains_any.end())
      return {false, say(Word::check_names_none, {one_of(expect.contains_any), said})};
    check.reason = say(Word::check_names, {*named});
  }
  if (!expect.not_contains.empty()) {
    const auto named = std::find_if(expect.not_contains.begin(), expect.not_contains.end(), is_in);
    if (named != expect.not_contains.end())
      return {false, say(Word::check_names_wrong, {*named, said})};
    check.reason += (check.reason.empty() ? "" : " ") +
                    say(Word::check_does_not_name, {one_of(expect.not_contains)});
  }
  for (const std::size_t step : expect.sent)
    if (!was_sent(answer.context, steps[step].message_id))
      return {false, say(Word::check_not_sent, {std::to_string(step + 1)})};
  for (const std::size_t step : expect.left_out)
    if (was_sent(answer.context, steps[step].message_id))
      return {false, say(Word::check_sent, {std::to_string(step + 1)})};
  return check;
}

}  // namespace magic
