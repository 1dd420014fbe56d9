// A finger's flick that glides on and slows down within about a second.
//
// Thread rule: UI thread. Units: points, seconds.
#pragma once

namespace magic {

class ScrollMotion {
 public:
  // Called in each frame. `held`: a finger is down, and has moved by `moved` since the frame before.
  // Returns how far the content moves now. With reduced motion nothing glides.
  float step(bool held, float moved, float seconds, bool reduced_motion);

  void stop() { speed_ = 0; }
  bool is_gliding() const { return !held_ && speed_ != 0; }

 private:
  float speed_ = 0;                  // points a second
  float way_ = 0, way_seconds_ = 0;  // of the finger, what is long ago counting less
  bool held_ = false;
};

}  // namespace magic
