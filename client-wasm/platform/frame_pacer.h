// When the next frame or tick is due, so that nothing is drawn when nothing changed.
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
  static constexpr int kSettleFrames = 4;

  // Something happened that may change what is shown.
  void stir() { frames_left_ = kSettleFrames; }

  // A tick was carried out.
  void ticked(const TickResult& tick, std::int64_t now_ms) {
    if (tick.changed) stir();
    tick_due_ms_ = due(tick.next_tick_ms, now_ms);
  }

  // A frame was drawn and ended with this wish.
  void drawn(const FrameWish& wish, std::int64_t now_ms) {
    frames_left_ = std::max(0, frames_left_ - 1);
    frame_due_ms_ = due(wish.next_frame_ms, now_ms);
  }

  bool frame_is_due(std::int64_t now_ms) const {
    return frames_left_ > 0 || (frame_due_ms_ && *frame_due_ms_ <= now_ms);
  }

  // Until the next frame or tick: 0 for at once, nullopt for not before something happens.
  std::optional<int> wait_ms(std::int64_t now_ms) const {
    if (frames_left_ > 0) return 0;
    std::optional<std::int64_t> next = frame_due_ms_;
    if (tick_due_ms_ && (!next || *tick_due_ms_ < *next)) next = tick_due_ms_;
    if (!next) return std::nullopt;
    return static_cast<int>(std::max<std::int64_t>(0, *next - now_ms));
  }

 private:
  static std::optional<std::int64_t> due(int after_ms, std::int64_t now_ms) {
    return after_ms < 0 ? std::nullopt : std::optional(now_ms + after_ms);
  }

  int frames_left_ = kSettleFrames;
  std::optional<std::int64_t> frame_due_ms_;
  std::optional<std::int64_t> tick_due_ms_;
};

}  // namespace magic
