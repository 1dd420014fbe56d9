#include "client-wasm/views/shortcuts_sheet.h"

#include <algorithm>

#include "client-wasm/model/shortcuts.h"
#include "client-wasm/views/widgets/sheet.h"

namespace magic {
namespace {

constexpr float kWidth = 560.0f, kRow = 32.0f, kKeyPadding = 8.0f, kKeyHeight = 24.0f;
constexpr float kFont = size::small;

// The keys stand at the right, each in the shape of a key.
void draw_shortcut(const Shortcut& shortcut, Column& column) {
  const Look& look = column.look();
  const std::vector<std::string> all = shown_keys(shortcut, ImGui::GetIO().ConfigMacOSXBehaviors);
  float x = column.at().x + column.width();
  for (auto keys = all.rbegin(); keys != all.rend(); ++keys) {
    const float width = text_width(*keys, kFont, look.fonts) + 2 * kKeyPadding;
    x -= width;
    const ImVec2 min{x, column.y() + (kRow - kKeyHeight) * 0.5f};
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(min, {x + width, min.y + kKeyHeight}, look.colour.raised, 6);
    list->AddRect(min, {x + width, min.y + kKeyHeight}, look.colour.border, 6);
    draw_text(*keys, {x + kKeyPadding, min.y + (kKeyHeight - kFont) * 0.5f}, kFont,
              look.colour.text, look);
    x -= 6;
  }
  TextFormat format;
  format.font_size = kFont;
  const TextLayout what =
      lay_out(say(shortcut.what), std::max(80.0f, x - 8 - column.at().x), format, look.fonts);
  const float height = std::max(kRow, what.height + 8);
  draw(what, {column.at().x, column.y() + (height - what.height) * 0.5f}, look.colour.text, look);
  column.skip(height);
}

}  // namespace

void draw_shortcuts_sheet(const Look& look) {
  std::optional<Column> column =
      begin_sheet(kShortcutsSheet, say(Word::shortcuts_title), kWidth, look);
  if (!column) return;
  for (const ShortcutGroup& group : shortcut_groups()) {
    column->note(say(group.title));
    column->skip(4);
    for (std::size_t i = 0; i < group.count; ++i) draw_shortcut(group.first[i], *column);
    column->skip(16);
  }
  end_sheet(*column);
}

}  // namespace magic
