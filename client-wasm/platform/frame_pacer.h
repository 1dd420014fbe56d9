// When the next frame is due, so that nothing is drawn when nothing changed.
//
// Dear ImGui needs a few frames after an input until what it shows has settled: it takes queued
// input piece by piece, and sizes things by what the frame before measured.
// Units: milliseconds of any clock that does not go back. Thread rule: UI thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "client-wasm/platform/platform.h"

namespace magic {

class FramePacer {
 public:
  static constexpr int kSettleFrames = 3;

  // Something happened that may change what is shown.
  void stir() { frames_left_ = kSettleFrames; }

  // A frame was drawn and ended with this wish.
  void drawn(const FrameWish& wish, std::int64_t now_ms) {
    frames_left_ = std::max(0, frames_left_ - 1);
    if (wish.next_frame_ms < 0)
      due_ms_.reset();
    else
      due_ms_ = now_ms + wish.next_frame_ms;
  }

  // Until the next frame: 0 for at once, nullopt for not before something happens.
  std::optional<int> wait_ms(std::int64_t now_ms) const {
    if (frames_left_ > 0) return 0;
    if (!due_ms_) return std::nullopt;
    return static_cast<int>(std::max<std::int64_t>(0, *due_ms_ - now_ms));
  }

 private:
  int frames_left_ = kSettleFrames;
  std::optional<std::int64_t> due_ms_;
};

}  // namespace magic
