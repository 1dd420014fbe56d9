#include "proxy/store/piece_buffer.h"

#include <utility>

namespace magic {

void PieceBuffer::add(const AnswerRef& answer, LiveEvent::Kind kind, std::string_view text) {
  if (text.size() > kMostPendingBytes - bytes_) return;
  bytes_ += text.size();
  const auto last = last_.find(answer);
  if (last != last_.end() && pieces_[last->second].kind == kind) {
    pieces_[last->second].text += text;
    return;
  }
  last_[answer] = pieces_.size();
  pieces_.push_back({answer, kind, std::string(text)});
}

void PieceBuffer::drop(const AnswerRef& answer) {
  if (last_.erase(answer) == 0) return;
  std::vector<AnswerPiece> kept;
  last_.clear();
  for (AnswerPiece& piece : pieces_) {
    if (piece.answer == answer) {
      bytes_ -= piece.text.size();
      continue;
    }
    last_[piece.answer] = kept.size();
    kept.push_back(std::move(piece));
  }
  pieces_ = std::move(kept);
}

std::vector<AnswerPiece> PieceBuffer::take() {
  last_.clear();
  bytes_ = 0;
  return std::exchange(pieces_, {});
}

}  // namespace magic
