// Pieces of running answers that wait to be sent, joined as far as their order allows.
//
// Holds at most kMostPendingBytes of text; what comes on top is dropped: watchers see a gap in a
// running answer, and all of it when it is stored.
// Thread rule: one thread at a time.
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/store/live_feed.h"

namespace magic {

inline constexpr std::size_t kMostPendingBytes = std::size_t{8} * 1024 * 1024;

struct AnswerRef {
  std::string session_id;
  std::string turn_id;
  int attempt = 0;

  auto operator<=>(const AnswerRef&) const = default;
};

struct AnswerPiece {
  AnswerRef answer;
  LiveEvent::Kind kind = LiveEvent::Kind::delta;  // or reasoning
  std::string text;

  bool operator==(const AnswerPiece&) const = default;
};

class PieceBuffer {
 public:
  void add(const AnswerRef& answer, LiveEvent::Kind kind, std::string_view text);
  void drop(const AnswerRef& answer);
  bool empty() const { return pieces_.empty(); }

  // In the order in which each answer's pieces came. Empties the buffer.
  std::vector<AnswerPiece> take();

 private:
  std::vector<AnswerPiece> pieces_;
  std::map<AnswerRef, std::size_t> last_;  // each answer's newest one in pieces_
  std::size_t bytes_ = 0;
};

}  // namespace magic
