// The window, the loop and the machine around the UI. Two kinds, chosen by CMake: platform_web.cpp
// and platform_native.cpp; what both share through SDL is in platform_sdl.cpp.
//
// Thread rule: everything on the UI thread, except wake().
// Neither tick() nor frame() blocks. Nothing is drawn when nothing changed: after input, or a tick
// that changed something, a few frames are drawn until the UI has settled, then none until frame()
// asked for a time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client-wasm/model/attention.h"
#include "client-wasm/model/proxy_access.h"
#include "client-wasm/platform/contrast.h"
#include "client-wasm/platform/window_place.h"
#include "shared/result.h"

namespace magic {

struct Fonts;
class Transport;

struct PlatformOptions {
  std::string title = {};
  std::string proxy_url =
      {};                   // desktop: where the proxy is; browser: unused, it is the page's origin
  WindowPlace window = {};  // desktop: where it opens, unless another place is remembered
};

struct FrameWish {
  int next_frame_ms = -1;  // draw again after so long even without input; -1: not needed
};

// What happened without being drawn: answers that arrived, questions that time asked for.
struct TickResult {
  bool changed = false;   // something that is shown: draw it
  int next_tick_ms = -1;  // tick again after so long even if nothing arrives; -1: not needed
};

// What a screen reader is told besides the widgets: the conversation as text.
struct SpokenMessage {
  std::string id;
  std::string author;  // "You", "Assistant"
  std::string text;
  bool finished = true;  // announced when it turns true
};

// A file that the person dropped on the window, or chose.
struct GivenFile {
  std::string name;  // without its folder
  std::string bytes;
};
inline constexpr std::size_t kMaxGivenFileBytes = 16 * 1024 * 1024;  // larger ones are cut there

class Platform {
 public:
  virtual ~Platform() = default;

  // Owns the only loop. Calls tick() after input, wake() and the time it asked for, and frame(),
  // inside a Dear ImGui frame, when there is something to draw. Returns when the window is closed
  // (never, in a browser).
  virtual void run(std::function<TickResult()> tick, std::function<FrameWish()> frame) = 0;

  // Ask for a tick soon. The only method that other threads may call.
  virtual void wake() = 0;

  virtual Transport& transport() = 0;
  virtual const Fonts& fonts() const = 0;  // fonts.h

  // How many of the window's points one of the UI takes: at 1.5 everything is half as large again.
  // From the next frame on.
  virtual void set_scale(float scale) = 0;

  // nullopt: the person has no say in where the proxy is, since it is the page's origin.
  virtual std::optional<ProxyAccess> proxy_access() const = 0;
  // Goes on with another proxy, and remembers it. What is under way ends as unreachable. Without a
  // token the one that there is stays, unless the address is a new one.
  // Errors: invalid_field, saying what an address looks like.
  virtual Status connect_to(const std::string& address,
                            const std::optional<std::string>& token) = 0;

  virtual bool prefers_dark() const = 0;  // the system's wish, live
  virtual bool prefers_reduced_motion() const = 0;
  virtual Contrast contrast() const = 0;             // live too
  virtual SystemColours system_colours() const = 0;  // where contrast is forced

  virtual Attention attention() const = 0;  // a change of it makes a tick

  // Files. Saving returns where the file went; empty: where the browser puts what is downloaded.
  // Errors: internal, with a sentence.
  virtual Result<std::string> save_file(const std::string& name, const std::string& media_type,
                                        std::string_view bytes) = 0;
  // Lets the person choose one. False: this platform has no way; it can be dropped on the window.
  virtual bool choose_file() = 0;
  // Set once. Called between ticks.
  virtual void on_file(std::function<void(const GivenFile&)> take) = 0;

  // Small values kept between runs: localStorage in the browser, a file on the desktop. Where
  // storage is refused they last as long as the program.
  virtual std::string load_setting(std::string_view name) = 0;
  virtual void save_setting(std::string_view name, std::string_view value) = 0;

  virtual void set_title(std::string_view title) = 0;
  virtual void open_link(std::string_view url) = 0;
  virtual void set_spoken_messages(const std::vector<SpokenMessage>& messages) = 0;
  // Read aloud at the next pause, or at once where it is urgent.
  virtual void announce(std::string_view words, bool urgent) = 0;

  virtual std::string random_hex(int bytes) = 0;  // for new session ids: unguessable
};

// Makes the window, the graphics context and Dear ImGui. On failure: nullptr, after telling the
// person in words (on the page, or on standard error).
std::unique_ptr<Platform> make_platform(const PlatformOptions& options);

}  // namespace magic
