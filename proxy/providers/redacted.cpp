// The secrets' half of error_mapping.h.
#include <algorithm>

#include "proxy/providers/error_mapping.h"

namespace magic {

std::string redacted(std::string text, const Secret& secret) {
  const std::string& hidden = secret.reveal();
  constexpr std::string_view kInstead = "[redacted]";
  // Shorter ones are placeholders such as Ollama's "ollama", and words of ordinary sentences.
  constexpr std::size_t kMinSecretBytes = 8;
  if (hidden.size() >= kMinSecretBytes)
    for (std::size_t at = text.find(hidden); at != std::string::npos;
         at = text.find(hidden, at + kInstead.size()))
      text.replace(at, hidden.size(), kInstead);

  // OpenAI echoes a wrong key with its middle starred out.
  constexpr std::string_view kKeyStart = "sk-";
  constexpr std::string_view kKeyBytes =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_*";
  for (std::size_t at = text.find(kKeyStart); at != std::string::npos;
       at = text.find(kKeyStart, at + 1)) {
    const bool starts_word = at == 0 || kKeyBytes.find(text[at - 1]) == std::string_view::npos;
    const std::size_t end = std::min(text.find_first_not_of(kKeyBytes, at), text.size());
    if (starts_word && end - at >= kMinSecretBytes) text.replace(at, end - at, kInstead);
  }
  return text;
}

}  // namespace magic
