// The desktop: SDL's window, an event-driven loop, the system's clipboard through SDL.
#include <SDL.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <random>
#include <utility>
#include <vector>

#include "client-wasm/api/transport_native.h"
#include "client-wasm/platform/desktop_options.h"
#include "client-wasm/platform/files_desktop.h"
#include "client-wasm/platform/frame_pacer.h"
#include "client-wasm/platform/interface_scale.h"
#include "client-wasm/platform/platform_sdl.h"
#include "client-wasm/platform/settings_file.h"
#include "client-wasm/platform/tell_failure.h"
#include "client-wasm/platform/window_icon.h"
#include "imgui.h"

namespace magic {
namespace {

constexpr std::string_view kWindowSetting = "window";
constexpr int kIconSize = 128;

void set_icon(SDL_Window* window) {
  std::vector<std::uint32_t> pixels = window_icon(kIconSize);
  SDL_Surface* icon = SDL_CreateRGBSurfaceWithFormatFrom(pixels.data(), kIconSize, kIconSize, 32,
                                                         kIconSize * 4, SDL_PIXELFORMAT_ARGB8888);
  if (icon == nullptr) return;
  SDL_SetWindowIcon(window, icon);  // copies it
  SDL_FreeSurface(icon);
}

// The backend asks SDL where on the screen the pointer is, and trusts that more than the window's own
// events. SDL under X11 remembers its answer until an input device reports a move: after a program (a
// remote desktop, an aid, a test) has moved the pointer, it is the old place, and a click is lost there.
void put_pointer_where_events_say(SDL_Window* window) {
  if (SDL_GetMouseFocus() != window) return;
  int x = 0, y = 0;
  SDL_GetMouseState(&x, &y);
  ImGui::GetIO().AddMousePosEvent(static_cast<float>(x), static_cast<float>(y));
}

// The place that is remembered, unless its screen is gone. Asks SDL, before any window exists.
WindowPlace remembered_place(const SettingsFile& settings, const WindowPlace& otherwise) {
  const std::optional<WindowPlace> kept = window_place_from(settings.get(kWindowSetting));
  if (!kept || SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) return kept.value_or(otherwise);
  bool reached = false;
  for (int display = 0; display < SDL_GetNumVideoDisplays(); ++display) {
    SDL_Rect area;
    if (SDL_GetDisplayUsableBounds(display, &area) == 0)
      reached |= can_be_reached(*kept, {area.x, area.y, area.w, area.h});
  }
  WindowPlace place = *kept;
  if (!reached) place.x = place.y = std::nullopt;
  return place;
}

class NativePlatform : public Platform {
 public:
  NativePlatform(const PlatformOptions& options, SettingsFile settings,
                 std::unique_ptr<SdlScreen> screen)
      : screen_(std::move(screen)),
        settings_(std::move(settings)),
        place_(options.window),
        proxy_url_(options.proxy_url),
        wake_event_(SDL_RegisterEvents(1)),
        transport_(make_native_transport(
            options.proxy_url, [this] { wake(); },
            {settings_.get("owner"),
             [this](const std::string& owner) { settings_.set("owner", owner); }},
            token_for(options.proxy_url))) {
    // Waits for the screen's own rhythm, so that animations cost no more than they show.
    SDL_GL_SetSwapInterval(1);
    set_icon(screen_->window());
    screen_->before_frame = put_pointer_where_events_say;
    screen_->on_text_spot = [](const Composition& spot) {
      const SDL_Rect caret{static_cast<int>(spot.x), static_cast<int>(spot.y), 1,
                           static_cast<int>(spot.line_height)};
      SDL_SetTextInputRect(&caret);
    };
  }

  void run(std::function<TickResult()> tick, std::function<FrameWish()> frame) override {
    FramePacer pacer;
    while (take_events(pacer)) {
      pacer.ticked(tick(), now());
      if (!pacer.frame_is_due(now())) continue;
      pacer.drawn(screen_->draw(frame), now());
      // A click's press and release are taken in two frames: it settles after the last of them.
      if (screen_->has_input_to_take()) pacer.stir();
    }
    place_.maximized = (SDL_GetWindowFlags(screen_->window()) & SDL_WINDOW_MAXIMIZED) != 0;
    settings_.set(kWindowSetting, text_of(place_));
  }

  void wake() override {
    if (wake_pending_.exchange(true)) return;
    SDL_Event event{};
    event.type = wake_event_;
    SDL_PushEvent(&event);
  }

  Transport& transport() override { return *transport_; }
  const Fonts& fonts() const override { return screen_->fonts(); }

  void set_scale(float scale) override { interface_scale() = scale; }

  std::optional<ProxyAccess> proxy_access() const override {
    return ProxyAccess{proxy_url_, !token_for(proxy_url_).empty()};
  }
  Status connect_to(const std::string& address, const std::optional<std::string>& token) override {
    if (const auto place = proxy_place(address); !place) return place.error();
    const std::string kept = token.value_or(token_for(address));
    settings_.set(kTokenSetting, {});  // at no time with the wrong address
    settings_.set(kProxySetting, address);
    settings_.set(kTokenSetting, kept);
    proxy_url_ = address;
    transport_->connect_to(address, token_for(address));
    return success();
  }

  // SDL 2.26 cannot tell the desktop's theme; people who run programs from a dark one, or one of
  // high contrast, often set this: "Adwaita:dark", "HighContrastInverse".
  static bool theme_has(std::string_view word) {
    const char* theme = std::getenv("GTK_THEME");
    return theme != nullptr && std::string_view(theme).find(word) != std::string_view::npos;
  }
  bool prefers_dark() const override { return theme_has("dark") || theme_has("Inverse"); }
  bool prefers_reduced_motion() const override { return false; }
  Contrast contrast() const override {
    return theme_has("HighContrast") ? Contrast::more : Contrast::usual;
  }
  SystemColours system_colours() const override { return {}; }

  Attention attention() const override {
    const Uint32 flags = SDL_GetWindowFlags(screen_->window());
    if ((flags & (SDL_WINDOW_HIDDEN | SDL_WINDOW_MINIMIZED)) != 0) return Attention::hidden;
    return (flags & SDL_WINDOW_INPUT_FOCUS) != 0 ? Attention::focused : Attention::visible;
  }

  Result<std::string> save_file(const std::string& name, const std::string&,
                                std::string_view bytes) override {
    return save_new_file(downloads_folder(), name, bytes);
  }
  bool choose_file() override { return false; }
  void on_file(std::function<void(const GivenFile&)> take) override { take_file_ = take; }

  std::string load_setting(std::string_view name) override { return settings_.get(name); }
  void save_setting(std::string_view name, std::string_view value) override {
    settings_.set(name, value);
  }

  void set_title(std::string_view title) override {
    SDL_SetWindowTitle(screen_->window(), std::string(title).c_str());
  }
  void open_link(std::string_view url) override { SDL_OpenURL(std::string(url).c_str()); }
  void set_spoken_messages(const std::vector<SpokenMessage>&) override {}
  void announce(std::string_view, bool) override {}

  std::string random_hex(int bytes) override {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::random_device system_entropy;
    std::uniform_int_distribution<std::size_t> digit(0, 15);
    std::string hex;
    for (int i = 0; i < bytes * 2; ++i) hex += kDigits[digit(system_entropy)];
    return hex;
  }

 private:
  // The one that is kept was given for one address, and no other proxy shall see it.
  std::string token_for(const std::string& address) const {
    return settings_.get(kProxySetting) == address ? settings_.get(kTokenSetting) : std::string();
  }

  static std::int64_t now() { return static_cast<std::int64_t>(SDL_GetTicks64()); }

  // Sleeps until something happens or is due. False when the window was closed.
  bool take_events(FramePacer& pacer) {
    if (screen_->has_input_to_take()) return true;
    SDL_Event event;
    const int wait = pacer.wait_ms(now()).value_or(-1);
    const int got = wait == 0 ? SDL_PollEvent(&event) : SDL_WaitEventTimeout(&event, wait);
    if (got == 0) return true;
    do {
      if (event.type == SDL_QUIT) return false;
      if (event.type == wake_event_) {
        wake_pending_ = false;
        continue;
      }
      if (event.type == SDL_WINDOWEVENT) note_place(event.window);
      if (event.type == SDL_DROPFILE) take_dropped(event.drop.file);
      screen_->handle(event);
      if (event.type == SDL_TEXTEDITING) composition().text = event.edit.text;
      if (event.type == SDL_TEXTEDITING_EXT) {
        composition().text = event.editExt.text;
        SDL_free(event.editExt.text);
      }
      if (event.type == SDL_TEXTINPUT) composition().text.clear();
      pacer.stir();
    } while (!is_shortcut_press(event) && SDL_PollEvent(&event));
    return true;
  }

  // Size and place while it is maximized are not what it returns to.
  void note_place(const SDL_WindowEvent& event) {
    const bool moved = event.event == SDL_WINDOWEVENT_MOVED;
    if (!moved && event.event != SDL_WINDOWEVENT_SIZE_CHANGED) return;
    const Uint32 flags = SDL_GetWindowFlags(screen_->window());
    if ((flags & (SDL_WINDOW_MAXIMIZED | SDL_WINDOW_MINIMIZED | SDL_WINDOW_FULLSCREEN)) != 0)
      return;
    if (moved) {
      place_.x = event.data1;
      place_.y = event.data2;
    } else {
      place_.width = event.data1;
      place_.height = event.data2;
    }
  }

  void take_dropped(char* path) {
    if (take_file_) take_file_(read_given_file(path));
    SDL_free(path);
  }

  std::unique_ptr<SdlScreen> screen_;
  std::function<void(const GivenFile&)> take_file_ = nullptr;
  SettingsFile settings_;
  WindowPlace place_;
  std::string proxy_url_;
  const Uint32 wake_event_;
  std::atomic<bool> wake_pending_ = false;
  // Last, so that its threads are gone before anything that they wake.
  std::unique_ptr<NativeTransport> transport_;
};

}  // namespace

std::unique_ptr<Platform> make_platform(const PlatformOptions& options) {
  SettingsFile settings(default_settings_path());
  PlatformOptions placed = options;
  placed.window = remembered_place(settings, options.window);
  auto screen = SdlScreen::make(placed, GraphicsVersion{});
  if (!screen) {
    tell_failure(screen.error().message + ".");
    return nullptr;
  }
  return std::make_unique<NativePlatform>(placed, std::move(settings), std::move(screen).value());
}

}  // namespace magic
