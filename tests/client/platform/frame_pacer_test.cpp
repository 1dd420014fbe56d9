#include "client-wasm/platform/frame_pacer.h"

#include <catch2/catch_test_macros.hpp>

namespace magic {
namespace {

constexpr FrameWish kNothing{};

// Draws until nothing is due at `now`.
int frames_until_quiet(FramePacer& pacer, std::int64_t now) {
  int frames = 0;
  while (pacer.wait_ms(now) == 0 && frames < 100) {
    pacer.drawn(kNothing, now);
    ++frames;
  }
  return frames;
}

TEST_CASE("A window draws a few frames when it opens, and then none") {
  FramePacer pacer;
  CHECK(frames_until_quiet(pacer, 0) == FramePacer::kSettleFrames);
  CHECK(pacer.wait_ms(1'000'000) == std::nullopt);
}

TEST_CASE("Something that happens draws until the picture has settled") {
  FramePacer pacer;
  frames_until_quiet(pacer, 0);
  pacer.stir();
  pacer.stir();
  CHECK(frames_until_quiet(pacer, 5) == FramePacer::kSettleFrames);
}

TEST_CASE("A wished frame is drawn when its time has come, once") {
  FramePacer pacer;
  frames_until_quiet(pacer, 0);
  pacer.drawn({250}, 1000);
  CHECK(pacer.wait_ms(1000) == 250);
  CHECK(pacer.wait_ms(1200) == 50);
  CHECK(pacer.wait_ms(1300) == 0);
  pacer.drawn(kNothing, 1300);
  CHECK(pacer.wait_ms(9000) == std::nullopt);
}

TEST_CASE("A tick that changed nothing draws nothing, however often it comes") {
  FramePacer pacer;
  frames_until_quiet(pacer, 0);
  for (int now = 0; now < 100'000; now += 1000) {
    pacer.ticked({false, 1000}, now);
    CHECK_FALSE(pacer.frame_is_due(now));
    CHECK(pacer.wait_ms(now) == 1000);
  }
}

TEST_CASE("A tick that changed something draws until the picture has settled") {
  FramePacer pacer;
  frames_until_quiet(pacer, 0);
  pacer.ticked({true, -1}, 5);
  CHECK(frames_until_quiet(pacer, 5) == FramePacer::kSettleFrames);
}

TEST_CASE("Whichever of the next frame and the next tick comes first is waited for") {
  FramePacer pacer;
  frames_until_quiet(pacer, 0);
  pacer.drawn({250}, 1000);
  pacer.ticked({false, 100}, 1000);
  CHECK(pacer.wait_ms(1000) == 100);
  CHECK_FALSE(pacer.frame_is_due(1100));
  pacer.ticked({false, -1}, 1100);
  CHECK(pacer.wait_ms(1100) == 150);
  CHECK(pacer.frame_is_due(1250));
}

TEST_CASE("A tick is due when it asked to be, and draws only what it changed") {
  FramePacer pacer;
  frames_until_quiet(pacer, 0);
  pacer.ticked({false, 5000}, 0);
  CHECK(pacer.wait_ms(0) == 5000);
  CHECK(pacer.wait_ms(5000) == 0);
  CHECK_FALSE(pacer.frame_is_due(5000));
  pacer.ticked({true, 5000}, 5000);
  CHECK(pacer.frame_is_due(5000));
}

TEST_CASE("Of a tick and a frame the earlier one is waited for") {
  FramePacer pacer;
  frames_until_quiet(pacer, 0);
  pacer.ticked({false, 300}, 0);
  pacer.drawn({100}, 0);
  CHECK(pacer.wait_ms(0) == 100);
  CHECK(pacer.frame_is_due(100));
  pacer.drawn(kNothing, 100);
  CHECK(pacer.wait_ms(100) == 200);
}

TEST_CASE("A later frame without a wish takes an earlier wish back") {
  FramePacer pacer;
  frames_until_quiet(pacer, 0);
  pacer.drawn({250}, 1000);
  pacer.drawn(kNothing, 1001);
  CHECK(pacer.wait_ms(5000) == std::nullopt);
}

}  // namespace
}  // namespace magic
