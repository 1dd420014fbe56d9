// The secrets' half of error_mapping.h.
#include <algorithm>

#include "proxy/providers/error_mapping.h"

namespace magic {
namespace {

constexpr std::size_t kMinSecretBytes = 8;

}  // namespace

bool is_long_enough_to_redact(const Secret& secret) {
  return secret.reveal().size() >= kMinSecretBytes;
}

std::string redacted(std::string text, const Secret& secret) {
  const std::string& hidden = secret.reveal();
  if (is_long_enough_to_redact(secret))
    for (std::size_t at = text.find(hidden); at != std::string::npos;
         at = text.find(hidden, at + kRedacted.size()))
      text.replace(at, hidden.size(), kRedacted);

  // OpenAI echoes a wrong key with its middle starred out.
  constexpr std::string_view kKeyStart = "sk-";
  constexpr std::string_view kKeyBytes =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_*";
  for (std::size_t at = text.find(kKeyStart); at != std::string::npos;
       at = text.find(kKeyStart, at + 1)) {
    const bool starts_word = at == 0 || kKeyBytes.find(text[at - 1]) == std::string_view::npos;
    const std::size_t end = std::min(text.find_first_not_of(kKeyBytes, at), text.size());
    if (starts_word && end - at >= kMinSecretBytes) text.replace(at, end - at, kRedacted);
  }
  return text;
}

}  // namespace magic
