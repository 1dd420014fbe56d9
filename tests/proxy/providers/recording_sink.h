// A sink that remembers what it was given, and can stop listening.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "proxy/providers/provider.h"

namespace magic::test {

class RecordingSink final : public AnswerSink {
 public:
  bool on_text(std::string_view piece) override {
    text += piece;
    return took(piece);
  }
  bool on_reasoning(std::string_view piece) override {
    reasoning += piece;
    return took(piece);
  }

  std::string text;
  std::string reasoning;
  std::vector<std::string> pieces;
  std::size_t stop_after = 0;            // pieces; 0: never
  std::function<void()> on_first_piece;  // optional

 private:
  bool took(std::string_view piece) {
    pieces.emplace_back(piece);
    if (pieces.size() == 1 && on_first_piece) on_first_piece();
    return stop_after == 0 || pieces.size() < stop_after;
  }
};

}  // namespace magic::test
