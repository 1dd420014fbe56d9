#include "proxy/providers/demo_question.h"

#include <algorithm>

#include "proxy/providers/demo_words.h"

namespace magic {

std::string normal_form(std::string_view message) {
  std::string spaced;
  for (const char c : lower_case(plain_quotes(message))) {
    const bool is_part = static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') ||
                         (c >= '0' && c <= '9') || c == '\'';
    if (is_part)
      spaced += c;
    else if (!spaced.empty() && spaced.back() != ' ')
      spaced += ' ';
  }
  while (spaced.ends_with(' ')) spaced.pop_back();

  struct ShortForm {
    std::string_view shown, meant;
  };
  constexpr ShortForm kShortForms[] = {{"what's", "what is"},     {"whats", "what is"},
                                       {"who's", "who is"},       {"where's", "where is"},
                                       {"i'm", "i am"},           {"don't", "do not"},
                                       {"favorite", "favourite"}, {"favorites", "favourites"},
                                       {"summarize", "summarise"}};
  for (const ShortForm& form : kShortForms)
    for (std::size_t at = find_words(spaced, form.shown); at != std::string::npos;
         at = find_words(spaced, form.shown))
      spaced.replace(at, form.shown.size(), form.meant);
  return spaced;
}

bool asks_any(std::string_view question, std::initializer_list<std::string_view> phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
    return find_words(question, phrase) != std::string_view::npos;
  });
}

}  // namespace magic
