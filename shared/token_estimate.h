// How many tokens a text will probably cost, without a tokenizer.
//
// No provider's tokenizer is on this machine, so this is an estimate and is called one wherever it
// is shown. It leans high: being told that something does not fit is better than losing it
// upstream.
#pragma once

#include <string_view>

namespace magic {

// Latin text: about 4 characters a token. CJK, emoji and other wide scripts: about one each.
int estimate_tokens(std::string_view text);

// A message costs a few tokens more than its text: role and separators of the chat template.
inline constexpr int kTokensPerMessage = 4;

inline int estimate_message_tokens(std::string_view text) {
  return estimate_tokens(text) + kTokensPerMessage;
}

}  // namespace magic
