#include "client-wasm/platform/mirror_web.h"

#include <emscripten.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "client-wasm/platform/dom.h"
#include "client-wasm/platform/interface_scale.h"
#include "client-wasm/platform/mirror.h"
#include "imgui.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr std::size_t kMostOfAText = 4000;  // bytes: more is not read out at once

// As in mirror.js.
enum State {
  kChecked = 1,
  kCheckable = 2,
  kOpen = 4,
  kOpenable = 8,
  kDisabled = 16,
  kFocused = 32
};

// A widget, words, or the begin of a part; `closes` is the end of the part that was begun last.
struct Node {
  ImGuiID id = 0;
  UiRole role = UiRole::button;
  bool closes = false;
  int state = 0;
  std::string name;
  std::string text;  // in a field
  int select_from = 0, select_to = 0;
  int x = 0, y = 0, width = 0, height = 0;

  bool operator==(const Node&) const = default;
};

struct Mirror {
  std::vector<Node> nodes;  // of this frame, in order
  std::vector<Node> told;
  std::vector<std::pair<ImGuiID, int>> parts;  // that are open: their ids, and words told in them
  ImGuiID wants_focus = 0;
};

Mirror& mirror() {
  static Mirror only;
  return only;
}

// "New chat##side" is called "New chat".
std::string_view name_in(std::string_view label) { return label.substr(0, label.find("##")); }

// What is scrolled out of sight lies as a dot at the edge behind which it is, and so does not have
// to be moved with each line that is scrolled.
void place(Node& node, ImRect rect) {
  rect.ClipWithFull(ImGui::GetCurrentWindow()->ClipRect);
  const float scale = interface_scale();
  node.x = static_cast<int>(rect.Min.x * scale);
  node.y = static_cast<int>(rect.Min.y * scale);
  node.width = std::max(1, static_cast<int>(rect.GetWidth() * scale));
  node.height = std::max(1, static_cast<int>(rect.GetHeight() * scale));
}

void take_text(Node& node, std::string_view text, std::size_t from, std::size_t to) {
  std::size_t size = std::min(text.size(), kMostOfAText);
  while (size < text.size() && size > 0 && (text[size] & 0xC0) == 0x80) --size;
  node.text = text.substr(0, size);
  node.select_from = static_cast<int>(std::min(from, size));
  node.select_to = static_cast<int>(std::min(to, size));
}

// The last item, which Dear ImGui and then the view may tell: the view knows more.
void tell_item(ImGuiContext& context, UiRole role, std::string_view label, int state) {
  const ImGuiLastItemData& item = context.LastItemData;
  const std::string_view name = name_in(label);
  if (item.ID == 0 || name.empty() || context.CurrentWindow->SkipItems) return;
  if ((item.ItemFlags & ImGuiItemFlags_NoNav) != 0) return;  // for the mouse alone
  std::vector<Node>& nodes = mirror().nodes;
  if (nodes.empty() || nodes.back().id != item.ID) nodes.emplace_back();
  Node& node = nodes.back();
  node.id = item.ID;
  node.role = role;
  node.name = name;
  if ((item.ItemFlags & ImGuiItemFlags_Disabled) != 0) state |= kDisabled;
  const bool written_in = role == UiRole::textbox && context.ActiveId == item.ID;
  if (written_in || (context.NavId == item.ID && context.NavCursorVisible)) state |= kFocused;
  node.state = state;
  place(node, item.NavRect);
  if (mirror().wants_focus == item.ID) {
    mirror().wants_focus = 0;
    ImGui::FocusWindow(context.CurrentWindow);
    ImGui::SetFocusID(item.ID, context.CurrentWindow);
    ImGui::SetNavCursorVisible(true);
    ImGui::ScrollToItem();
  }
}

ImGuiID id_in_part(std::string_view name) {
  std::vector<std::pair<ImGuiID, int>>& parts = mirror().parts;
  if (parts.empty()) return ImHashData(name.data(), name.size());
  return ImHashData(name.data(), name.size(), parts.back().first);
}

}  // namespace

void start_mirror() { ImGui::GetCurrentContext()->TestEngineHookItems = true; }

void begin_mirror_frame() { mirror().nodes.clear(); }

void end_mirror_frame() {
  Mirror& now = mirror();
  now.wants_focus = 0;
  if (now.nodes == now.told) return;
  magic_mirror_begin();
  for (const Node& node : now.nodes) {
    if (node.closes) {
      magic_mirror_close();
      continue;
    }
    magic_mirror_node(node.id, static_cast<int>(node.role), node.name.c_str(), node.state, node.x,
                      node.y, node.width, node.height);
    if (node.role == UiRole::textbox)
      magic_mirror_text(node.text.c_str(), node.select_from, node.select_to);
  }
  magic_mirror_end();
  now.told.swap(now.nodes);
}

void tell_widget(UiRole role, std::string_view name, bool checked) {
  const bool checkable =
      role == UiRole::checkbox || role == UiRole::radio || role == UiRole::option;
  const int state = (checkable ? kCheckable : 0) | (checked ? kChecked : 0);
  tell_item(*ImGui::GetCurrentContext(), role, name, state);
}

void tell_fold(std::string_view name, bool open) {
  tell_item(*ImGui::GetCurrentContext(), UiRole::button, name, kOpenable | (open ? kOpen : 0));
}

void tell_text(ImGuiID field, std::string_view text, std::size_t select_from,
               std::size_t select_to) {
  std::vector<Node>& nodes = mirror().nodes;
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node)
    if (node->id == field) return take_text(*node, text, select_from, select_to);
}

void tell_words(std::string_view words, ImVec2 min, ImVec2 max, UiRole role) {
  if (words.empty()) return;
  std::vector<std::pair<ImGuiID, int>>& parts = mirror().parts;
  // By its number: words that change stay the same element.
  const int number = parts.empty() ? 0 : ++parts.back().second;
  Node node;
  node.id = id_in_part({reinterpret_cast<const char*>(&number), sizeof number});
  node.role = role;
  node.name = words;
  place(node, {min, max});
  mirror().nodes.push_back(std::move(node));
}

void begin_told_part(UiRole role, std::string_view name) {
  Node node;
  node.id = id_in_part(name);
  node.role = role;
  node.name = name_in(name);
  mirror().parts.emplace_back(node.id, 0);
  mirror().nodes.push_back(std::move(node));
}

void end_told_part() {
  mirror().parts.pop_back();
  Node end;
  end.closes = true;
  mirror().nodes.push_back(std::move(end));
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

extern "C" {
EMSCRIPTEN_KEEPALIVE void magic_activate(unsigned id) { ImGui::ActivateItemByID(id); }
EMSCRIPTEN_KEEPALIVE void magic_focus(unsigned id) { magic::mirror().wants_focus = id; }
}

// ---- called by Dear ImGui (IMGUI_ENABLE_TEST_ENGINE) --------------------------------------------

void ImGuiTestEngineHook_ItemAdd(ImGuiContext*, ImGuiID, const ImRect&, const ImGuiLastItemData*) {}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext* context, ImGuiID id, const char* label,
                                  ImGuiItemStatusFlags flags) {
  // Windows report themselves too, by their names; they are no items.
  if (id == 0 || label == nullptr || id != context->LastItemData.ID || *label == '#') return;
  const bool written = (flags & ImGuiItemStatusFlags_Inputable) != 0;
  magic::tell_item(*context, written ? magic::UiRole::textbox : magic::UiRole::button, label, 0);
}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }
