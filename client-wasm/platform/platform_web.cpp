// The browser: SDL for the canvas, its graphics context and the mouse; keys, text, clipboard,
// frames and accessibility by web/*.js, because a page must stay a page (see dom.h).
#include <SDL.h>
#include <emscripten.h>

#include <string>
#include <utility>
#include <vector>

#include "client-wasm/api/transport_web.h"
#include "client-wasm/platform/dom.h"
#include "client-wasm/platform/frame_pacer.h"
#include "client-wasm/platform/interface_scale.h"
#include "client-wasm/platform/keyboard_web.h"
#include "client-wasm/platform/mirror_web.h"
#include "client-wasm/platform/platform_sdl.h"
#include "imgui_impl_opengl3.h"

namespace magic {
namespace {

constexpr GraphicsVersion kWebGl2{true, 3, 0, "#version 300 es"};

// A click is taken in two frames, and the focus that it moves has arrived after two more.
constexpr int kFramesOfAGesture = 5;

std::string g_answer;  // of magic_load_setting

class WebPlatform : public Platform {
 public:
  explicit WebPlatform(std::unique_ptr<SdlScreen> screen)
      : screen_(std::move(screen)), transport_(make_web_transport()) {
    magic_watch_page();
    connect_web_keyboard();
    magic_listen_to_files();
    start_mirror();
    screen_->on_text_spot = [](const Composition& spot) {
      magic_place_text_agent(spot.wanted, spot.x, spot.y, spot.line_height);
    };
  }

  void run(std::function<TickResult()> tick, std::function<FrameWish()> frame) override {
    tick_ = std::move(tick);
    frame_ = std::move(frame);
    magic_request_frame(0);
    // The program lives on in the page's events; main() never returns.
    emscripten_exit_with_live_runtime();
  }

  void wake() override { magic_request_frame(0); }

  Transport& transport() override { return *transport_; }
  const Fonts& fonts() const override { return screen_->fonts(); }
  void set_scale(float scale) override { interface_scale() = scale; }
  std::optional<ProxyAccess> proxy_access() const override { return std::nullopt; }
  Status connect_to(const std::string&, const std::optional<std::string>&) override {
    return success();
  }
  bool prefers_dark() const override { return magic_prefers_dark(); }
  bool prefers_reduced_motion() const override { return magic_prefers_reduced_motion(); }

  Contrast contrast() const override { return static_cast<Contrast>(magic_contrast()); }
  SystemColours system_colours() const override {
    return {magic_system_colour(0), magic_system_colour(1), magic_system_colour(2),
            magic_system_colour(3)};
  }

  Attention attention() const override { return static_cast<Attention>(magic_attention()); }

  Result<std::string> save_file(const std::string& name, const std::string& media_type,
                                std::string_view bytes) override {
    magic_save_file(name.c_str(), media_type.c_str(), bytes.data(), static_cast<int>(bytes.size()));
    return std::string();
  }
  bool choose_file() override {
    magic_choose_file();
    return true;
  }
  void on_file(std::function<void(const GivenFile&)> take) override { take_file_ = take; }

  std::string load_setting(std::string_view name) override {
    magic_load_setting(std::string(name).c_str());
    return std::exchange(g_answer, {});
  }
  void save_setting(std::string_view name, std::string_view value) override {
    magic_save_setting(std::string(name).c_str(), std::string(value).c_str());
  }

  void set_title(std::string_view title) override { magic_set_title(std::string(title).c_str()); }
  void open_link(std::string_view url) override { magic_open_link(std::string(url).c_str()); }
  void set_spoken_messages(const std::vector<SpokenMessage>& messages) override {
    tell_spoken_messages(messages);
  }
  void announce(std::string_view words, bool urgent) override {
    magic_announce(std::string(words).c_str(), urgent);
  }

  std::string random_hex(int bytes) override {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::vector<unsigned char> random(static_cast<std::size_t>(bytes));
    magic_random_bytes(random.data(), bytes);
    std::string hex;
    for (const unsigned char byte : random) {
      hex += kDigits[byte >> 4];
      hex += kDigits[byte & 15];
    }
    return hex;
  }

  // ---- called by the page ----

  void stir() { pacer_.stir(); }
  void take_file(GivenFile file) {
    if (take_file_) take_file_(file);
  }

  // Ticks, and draws at most so many frames: none when none is due.
  void draw_frames(int most) {
    if (!frame_) return;
    do {
      SDL_Event event;
      while (SDL_PollEvent(&event)) {
        screen_->handle(event);
        pacer_.stir();
      }
      const TickResult tick = tick_();
      pacer_.ticked(tick, now());
      if (graphics_lost_) return;
      // Nobody sees it: what comes is taken, and drawn when the page is looked at again.
      if (attention() == Attention::hidden) return magic_request_frame(tick.next_tick_ms);
      if (!pacer_.frame_is_due(now())) break;
      begin_mirror_frame();
      pacer_.drawn(screen_->draw(frame_), now());
      // A click's press and release are taken in two frames: it settles after the last of them.
      if (screen_->has_input_to_take()) pacer_.stir();
      end_mirror_frame();
      magic_frame_was_drawn();
    } while (--most > 0 && pacer_.frame_is_due(now()));
    magic_request_frame(pacer_.wait_ms(now()).value_or(-1));
  }

  void lose_graphics() { graphics_lost_ = true; }
  void regain_graphics() {
    graphics_lost_ = false;
    // Made again, with all textures, by the next frame.
    ImGui_ImplOpenGL3_DestroyDeviceObjects();
  }

 private:
  static std::int64_t now() { return static_cast<std::int64_t>(emscripten_get_now()); }

  std::unique_ptr<SdlScreen> screen_;
  std::unique_ptr<Transport> transport_;
  std::function<TickResult()> tick_;
  std::function<FrameWish()> frame_;
  std::function<void(const GivenFile&)> take_file_;
  FramePacer pacer_;
  bool graphics_lost_ = false;
};

WebPlatform* g_platform = nullptr;  // the page's functions have nowhere else to ask

}  // namespace

std::unique_ptr<Platform> make_platform(const PlatformOptions& options) {
  // SDL would take every key of the page; it listens on an element where none come.
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#sdl-keyboard-sink");
  auto screen = SdlScreen::make(options, kWebGl2);
  if (!screen) {
    magic_say((screen.error().message + ".").c_str());
    return nullptr;
  }
  auto platform = std::make_unique<WebPlatform>(std::move(screen).value());
  g_platform = platform.get();
  return platform;
}

}  // namespace magic

// ---- called by web/frames.js, web/page.js and web/files.js ----------------------------------------------------

extern "C" {

EMSCRIPTEN_KEEPALIVE void magic_frame() { magic::g_platform->draw_frames(1); }

EMSCRIPTEN_KEEPALIVE void magic_frame_now() {
  magic::g_platform->draw_frames(magic::kFramesOfAGesture);
}

EMSCRIPTEN_KEEPALIVE void magic_stir() { magic::g_platform->stir(); }
EMSCRIPTEN_KEEPALIVE void magic_graphics_lost() { magic::g_platform->lose_graphics(); }
EMSCRIPTEN_KEEPALIVE void magic_graphics_restored() { magic::g_platform->regain_graphics(); }
EMSCRIPTEN_KEEPALIVE void magic_take_text(const char* text) { magic::g_answer = text; }

EMSCRIPTEN_KEEPALIVE void magic_take_file(const char* name, const char* bytes, int size) {
  magic::g_platform->take_file({name, std::string(bytes, static_cast<std::size_t>(size))});
}
}
