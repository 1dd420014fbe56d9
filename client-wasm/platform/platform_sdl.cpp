#include "client-wasm/platform/platform_sdl.h"

#include <SDL.h>

#include <algorithm>
#include <string_view>

#include "client-wasm/platform/glyph_fallback.h"
#include "client-wasm/platform/interface_scale.h"
#include "imgui.h"
#include "imgui_impl_opengl3.h"
#include "imgui_impl_sdl2.h"
#include "imgui_internal.h"

namespace magic {
namespace {

// A tab that was hidden, or a loop that slept: animations must not jump.
constexpr float kLongestStepSeconds = 0.1f;

void set_hints() {
  SDL_SetHint(SDL_HINT_IME_SHOW_UI, "1");
  SDL_SetHint(SDL_HINT_IME_SUPPORT_EXTENDED_TEXT, "1");  // more than 31 bytes of it
  SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
  SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
  SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
}

void set_graphics_version(const GraphicsVersion& graphics) {
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK,
                      graphics.embedded ? SDL_GL_CONTEXT_PROFILE_ES : SDL_GL_CONTEXT_PROFILE_CORE);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, graphics.major);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, graphics.minor);
  SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
}

// Without a screen SDL draws for nobody, which helps only whoever has asked for it.
bool is_seen_by_somebody() {
  const std::string_view driver = SDL_GetCurrentVideoDriver();
  return SDL_getenv("SDL_VIDEODRIVER") != nullptr || (driver != "offscreen" && driver != "dummy");
}

Error sdl_error(const std::string& what) {
  return {ErrorCode::internal, what + " (" + SDL_GetError() + ")"};
}

// Dear ImGui's backend tells sizes and places in the window's points.
SDL_Event in_points(SDL_Event event) {
  const auto scaled = [](Sint32 place) {
    return static_cast<Sint32>(static_cast<float>(place) / interface_scale());
  };
  if (event.type == SDL_MOUSEMOTION) {
    event.motion.x = scaled(event.motion.x);
    event.motion.y = scaled(event.motion.y);
  }
  return event;
}

void begin_backend_frame(SDL_Window* window, void (*before_input)(SDL_Window*)) {
  ImGui_ImplOpenGL3_NewFrame();
  ImVector<ImGuiInputEvent>& events = ImGui::GetCurrentContext()->InputEventsQueue;
  const int known = events.Size;
  ImGui_ImplSDL2_NewFrame();
  if (before_input != nullptr) before_input(window);
  ImGuiIO& io = ImGui::GetIO();
  const float scale = interface_scale();
  io.DisplaySize = {io.DisplaySize.x / scale, io.DisplaySize.y / scale};
  io.DisplayFramebufferScale = {io.DisplayFramebufferScale.x * scale,
                                io.DisplayFramebufferScale.y * scale};
  // Where the mouse is beside the window, or that it has left, the backend finds out by itself.
  for (int i = known; i < events.Size; ++i)
    if (events[i].Type == ImGuiInputEventType_MousePos && events[i].MousePos.PosX > -FLT_MAX) {
      events[i].MousePos.PosX /= scale;
      events[i].MousePos.PosY /= scale;
    }
}

// With Alt a letter is a key of the UI's, and yet X11 has it typed. The right one, AltGr, writes.
bool is_typed_with_alt(const SDL_Event& event) {
  return event.type == SDL_TEXTINPUT && (SDL_GetModState() & KMOD_LALT) != 0 &&
         !ImGui::GetIO().ConfigMacOSXBehaviors;
}

void note_text_spot(ImGuiContext*, ImGuiViewport*, ImGuiPlatformImeData* data) {
  Composition& spot = composition();
  spot.wanted = data->WantTextInput;
  if (!data->WantVisible) return;
  spot.x = data->InputPos.x;
  spot.y = data->InputPos.y;
  spot.line_height = data->InputLineHeight;
}

}  // namespace

bool is_shortcut_press(const SDL_Event& event) {
  return event.type == SDL_KEYDOWN &&
         (event.key.keysym.mod & (KMOD_CTRL | KMOD_SHIFT | KMOD_ALT | KMOD_GUI)) != 0;
}

Result<std::unique_ptr<SdlScreen>> SdlScreen::make(const PlatformOptions& options,
                                                   const GraphicsVersion& graphics) {
  set_hints();
  if (SDL_Init(SDL_INIT_VIDEO | SDL_INIT_TIMER) != 0)
    return sdl_error("There is no screen to open a window on");
  if (!is_seen_by_somebody())
    return Error{ErrorCode::internal, "There is no screen to open a window on"};
  set_graphics_version(graphics);
  const WindowPlace& place = options.window;
  Uint32 flags = SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
  if (place.maximized) flags |= SDL_WINDOW_MAXIMIZED;
  SDL_Window* window =
      SDL_CreateWindow(options.title.c_str(), place.x.value_or(SDL_WINDOWPOS_CENTERED),
                       place.y.value_or(SDL_WINDOWPOS_CENTERED), place.width, place.height, flags);
  if (window == nullptr) return sdl_error("The window could not be made");
  SDL_SetWindowMinimumSize(window, 320, 400);
  void* context = SDL_GL_CreateContext(window);
  if (context == nullptr) {
    SDL_DestroyWindow(window);
    return sdl_error("The graphics driver offers no OpenGL " + std::to_string(graphics.major) +
                     "." + std::to_string(graphics.minor));
  }
  return std::unique_ptr<SdlScreen>(new SdlScreen(window, context, graphics));
}

SdlScreen::SdlScreen(SDL_Window* window, void* graphics_context, const GraphicsVersion& graphics)
    : window_(window), graphics_context_(graphics_context) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  ImGui_ImplSDL2_InitForOpenGL(window_, graphics_context_);
  ImGui_ImplOpenGL3_Init(graphics.shader_version);
  ImGui::GetPlatformIO().Platform_SetImeDataFn = note_text_spot;
  fonts_ = load_fonts(*io.Fonts);
}

SdlScreen::~SdlScreen() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplSDL2_Shutdown();
  ImGui::DestroyContext();
  SDL_GL_DeleteContext(graphics_context_);
  SDL_DestroyWindow(window_);
  SDL_Quit();
}

void SdlScreen::handle(const SDL_Event& event) {
  // Keys of a composition are the input method's, above all the Enter that ends it.
  if (event.type == SDL_KEYDOWN && !composition().text.empty()) return;
  if (is_typed_with_alt(event)) return;
  const SDL_Event scaled = in_points(event);
  ImGui_ImplSDL2_ProcessEvent(&scaled);
}

bool SdlScreen::has_input_to_take() const {
  return !ImGui::GetCurrentContext()->InputEventsQueue.empty();
}

FrameWish SdlScreen::draw(const std::function<FrameWish()>& frame) {
  begin_backend_frame(window_, before_frame);
  ImGuiIO& io = ImGui::GetIO();
  io.DeltaTime = std::min(io.DeltaTime, kLongestStepSeconds);
  tidy_glyphs(*io.Fonts);
  ImGui::NewFrame();
  // In place of clearing: what the views leave free has the window's colour.
  ImGui::GetBackgroundDrawList()->AddRectFilled({0, 0}, io.DisplaySize,
                                                ImGui::GetColorU32(ImGuiCol_WindowBg));
  const FrameWish wish = frame();
  ImGui::Render();
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  SDL_GL_SwapWindow(window_);
  Composition spot = composition();
  for (float* place : {&spot.x, &spot.y, &spot.line_height}) *place *= interface_scale();
  on_text_spot(spot);
  return wish;
}

}  // namespace magic
