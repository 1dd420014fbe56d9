// A key, password or token: what must reach the one who asks for it, and nobody else.
//
// It becomes no text by itself: it cannot be printed, joined to a string, compared, or put into JSON
// or a log line; the compiler refuses. reveal() is the one way to its text. Who calls it sends the
// text to its addressee, or takes it out of other text; a house test knows each place.
// Limits: the memory is not wiped, and what a setting came from (environment, file) is as it was.
// Thread rule: a plain value.
#pragma once

#include <iosfwd>
#include <string>
#include <utility>

namespace magic {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  bool empty() const { return text_.empty(); }
  const std::string& reveal() const { return text_; }

  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;
  // Where two secrets meet, it must be done in constant time (bearer_tokens.cpp).
  bool operator==(const Secret&) const = delete;

 private:
  std::string text_;
};

}  // namespace magic
