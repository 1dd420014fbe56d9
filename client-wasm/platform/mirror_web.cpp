#include "client-wasm/platform/mirror_web.h"

#include <emscripten.h>

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "client-wasm/platform/dom.h"
#include "client-wasm/platform/interface_scale.h"
#include "imgui.h"
#include "imgui_internal.h"

namespace magic {
namespace {

// As in mirror.js.
enum class WidgetRole { button, checkbox, textbox, slider };

struct Widget {
  ImGuiID id = 0;
  WidgetRole role = WidgetRole::button;
  std::string label;
  int x = 0, y = 0, width = 0, height = 0;
  int checked = -1, expanded = -1;  // -1: cannot be
  bool disabled = false;
  bool focused = false;

  bool operator==(const Widget&) const = default;
};

struct Mirror {
  std::unordered_map<ImGuiID, ImRect> places;  // of this frame's items
  std::vector<Widget> widgets;                 // of this frame, in order
  std::vector<Widget> told;
};

Mirror& mirror() {
  static Mirror only;
  return only;
}

// "New chat##side" is called "New chat".
std::string_view name_in(std::string_view label) { return label.substr(0, label.find("##")); }

void add_widget(ImGuiContext& context, ImGuiID id, const char* label, ImGuiItemStatusFlags flags) {
  const auto place = mirror().places.find(id);
  const std::string_view name = name_in(label);
  if (place == mirror().places.end() || name.empty() || name.front() == '#') return;
  Widget widget;
  widget.id = id;
  widget.label = name;
  if ((flags & ImGuiItemStatusFlags_Inputable) != 0)
    widget.role = WidgetRole::textbox;
  else if ((flags & ImGuiItemStatusFlags_Checkable) != 0)
    widget.role = WidgetRole::checkbox;
  if (widget.role == WidgetRole::checkbox)
    widget.checked = (flags & ImGuiItemStatusFlags_Checked) != 0 ? 1 : 0;
  if ((flags & ImGuiItemStatusFlags_Openable) != 0)
    widget.expanded = (flags & ImGuiItemStatusFlags_Opened) != 0 ? 1 : 0;
  const ImRect& rect = place->second;
  const float scale = interface_scale();
  widget.x = static_cast<int>(rect.Min.x * scale);
  widget.y = static_cast<int>(rect.Min.y * scale);
  widget.width = static_cast<int>(rect.GetWidth() * scale);
  widget.height = static_cast<int>(rect.GetHeight() * scale);
  widget.disabled = (context.CurrentItemFlags & ImGuiItemFlags_Disabled) != 0;
  widget.focused = context.NavId == id && context.NavCursorVisible;
  // A widget may report itself twice: Dear ImGui first, then the view, which knows more.
  for (Widget& known : mirror().widgets) {
    if (known.id != id) continue;
    known = std::move(widget);
    return;
  }
  mirror().widgets.push_back(std::move(widget));
}

}  // namespace

void start_mirror() { ImGui::GetCurrentContext()->TestEngineHookItems = true; }

void begin_mirror_frame() {
  mirror().places.clear();
  mirror().widgets.clear();
}

void end_mirror_frame() {
  Mirror& now = mirror();
  if (now.widgets == now.told) return;
  magic_mirror_begin();
  for (const Widget& w : now.widgets)
    magic_mirror_widget(w.id, static_cast<int>(w.role), w.label.c_str(), static_cast<float>(w.x),
                        static_cast<float>(w.y), static_cast<float>(w.width),
                        static_cast<float>(w.height), w.checked, w.expanded, w.disabled, w.focused);
  magic_mirror_end();
  now.told = now.widgets;
}

void tell_spoken_messages(const std::vector<SpokenMessage>& messages) {
  magic_spoken_begin();
  for (const SpokenMessage& message : messages)
    magic_spoken_message(message.id.c_str(), message.author.c_str(), message.text.c_str(),
                         message.finished);
  magic_spoken_end();
}

}  // namespace magic

// ---- called by web/mirror.js --------------------------------------------------------------------

extern "C" EMSCRIPTEN_KEEPALIVE void magic_activate(unsigned id) { ImGui::ActivateItemByID(id); }

// ---- called by Dear ImGui (IMGUI_ENABLE_TEST_ENGINE) --------------------------------------------

void ImGuiTestEngineHook_ItemAdd(ImGuiContext*, ImGuiID id, const ImRect& place,
                                 const ImGuiLastItemData*) {
  if (id != 0) magic::mirror().places[id] = place;
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext* context, ImGuiID id, const char* label,
                                  ImGuiItemStatusFlags flags) {
  // Windows report themselves too, by their names; they are no widgets.
  if (id == 0 || label == nullptr || ImGui::FindWindowByID(id) != nullptr) return;
  magic::add_widget(*context, id, label, flags);
}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }
