// What both kinds of platform do through SDL: the window, its OpenGL context, and one Dear ImGui
// frame in it.
//
// Units: points.
// Thread rule: UI thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "client-wasm/platform/composition.h"
#include "client-wasm/platform/fonts.h"
#include "client-wasm/platform/platform.h"
#include "shared/result.h"

struct SDL_Window;
union SDL_Event;

namespace magic {

struct GraphicsVersion {
  bool embedded = false;  // OpenGL ES
  int major = 3, minor = 2;
  const char* shader_version = "#version 150";
};

// A key with Ctrl, Shift, Alt or Cmd held. It must be seen in a frame of its own: Dear ImGui would take it
// together with a modifier that goes up just after, and see the key alone.
bool is_shortcut_press(const SDL_Event& event);

class SdlScreen {
 public:
  // Errors: internal, a sentence about what is missing.
  static Result<std::unique_ptr<SdlScreen>> make(const PlatformOptions& options,
                                                 const GraphicsVersion& graphics);
  ~SdlScreen();
  SdlScreen(const SdlScreen&) = delete;
  SdlScreen& operator=(const SdlScreen&) = delete;

  // Gives an event to Dear ImGui. Not for keys in a browser, see keyboard_web.h.
  void handle(const SDL_Event& event);

  // Whether Dear ImGui has yet to take some of it: draw, and give it no more before that.
  bool has_input_to_take() const;

  FrameWish draw(const std::function<FrameWish()>& frame);

  // Called before Dear ImGui takes its input: for what its backend gets wrong on this platform.
  void (*before_frame)(SDL_Window* window) = nullptr;

  // Called after each frame: whether text is wanted, and where the caret is.
  std::function<void(const Composition&)> on_text_spot = [](const Composition&) {};

  const Fonts& fonts() const { return fonts_; }
  SDL_Window* window() const { return window_; }

 private:
  SdlScreen(SDL_Window* window, void* graphics_context, const GraphicsVersion& graphics);

  SDL_Window* window_;
  void* graphics_context_;
  Fonts fonts_;
};

}  // namespace magic
