#include "proxy/providers/demo_words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace magic {
namespace {

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '\'';
}

// Bytes of the end mark at the front of `text`; 0 when there is none.
std::size_t end_mark_bytes(std::string_view text) {
  for (const std::string_view mark : {"\n", "!", "?", ";", "。", "！", "？", "；"})
    if (text.starts_with(mark)) return mark.size();
  if (text.starts_with('.') && (text.size() == 1 || text[1] == ' ' || text[1] == '\n')) return 1;
  return 0;
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kAround = " \t\r\n,:\"";
  const std::size_t first = text.find_first_not_of(kAround);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kAround) - first + 1);
}

std::string plain_quotes(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 4> kQuotes{
      {{"’", '\''}, {"‘", '\''}, {"“", '"'}, {"”", '"'}}};
  std::string plain;
  while (!text.empty()) {
    const auto quote = std::find_if(kQuotes.begin(), kQuotes.end(),
                                    [&](const auto& each) { return text.starts_with(each.first); });
    plain += quote == kQuotes.end() ? text.front() : quote->second;
    text.remove_prefix(quote == kQuotes.end() ? 1 : quote->first.size());
  }
  return plain;
}

std::vector<std::string_view> sentences_of(std::string_view text) {
  std::vector<std::string_view> sentences;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t mark = end_mark_bytes(text.substr(i));
    i += std::max<std::size_t>(mark, 1);
    if (mark > 0) {
      sentences.push_back(text.substr(start, i - start));
      start = i;
    }
  }
  if (start < text.size()) sentences.push_back(text.substr(start));
  return sentences;
}

std::size_t find_words(std::string_view text, std::string_view phrase) {
  for (std::size_t at = text.find(phrase); at != std::string_view::npos;
       at = text.find(phrase, at + 1)) {
    const std::size_t end = at + phrase.size();
    const bool starts = at == 0 || !is_word_byte(text[at - 1]);
    const bool ends = end == text.size() || !is_word_byte(text[end]) || phrase.ends_with(' ');
    if (starts && ends) return at;
  }
  return std::string_view::npos;
}

std::string said_to_user(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kSwaps{{
      {"i", "you"},
      {"i'm", "you're"},
      {"i've", "you've"},
      {"i'll", "you'll"},
      {"am", "are"},
      {"my", "your"},
      {"mine", "yours"},
      {"me", "you"},
      {"myself", "yourself"},
  }};
  std::string out;
  while (!text.empty()) {
    const auto word_end = static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), is_word_byte) - text.begin());
    if (word_end == 0) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    const std::string_view word = text.substr(0, word_end);
    const std::string lower = lower_case(word);
    const auto swap = std::find_if(kSwaps.begin(), kSwaps.end(),
                                   [&](const auto& each) { return each.first == lower; });
    out += swap == kSwaps.end() ? word : swap->second;
    text.remove_prefix(word_end);
  }
  return out;
}

std::string joined(const std::vector<std::string>& things) {
  std::string out;
  for (std::size_t i = 0; i < things.size(); ++i) {
    if (i > 0) out += i + 1 == things.size() ? " and " : ", ";
    out += things[i];
  }
  return out;
}

}  // namespace magic
