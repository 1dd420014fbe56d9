#include "client-wasm/views/column.h"

#include <algorithm>

#include "client-wasm/views/touch.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kLabelShare = 0.36f, kFactGap = 4.0f, kSectionGap = 24.0f, kProblemIcon = 13.0f;

void draw_chevron(ImVec2 at, bool open, ImU32 colour) {
  const ImVec2 right[] = {{at.x - 2, at.y - 4}, {at.x + 2, at.y}, {at.x - 2, at.y + 4}};
  const ImVec2 down[] = {{at.x - 4, at.y - 2}, {at.x, at.y + 2}, {at.x + 4, at.y - 2}};
  ImGui::GetWindowDrawList()->AddPolyline(open ? down : right, 3, colour, 0, 1.6f);
}

}  // namespace

bool Column::is_visible(float height) const {
  return ImGui::IsRectVisible(at_, {at_.x + width_, at_.y + height});
}

void Column::text(std::string_view text, float font_size, ImU32 colour, UiRole role) {
  TextFormat format;
  format.font_size = font_size;
  const TextLayout layout = lay_out(text, width_, format, look_.fonts);
  draw(layout, at_, colour, look_);
  tell_words(text, at_, {at_.x + width_, at_.y + layout.height}, role);
  skip(layout.height);
}

void Column::section(std::string_view title) {
  skip(kSectionGap - 8);
  ImGui::GetWindowDrawList()->AddLine(at_, {at_.x + width_, at_.y}, look_.colour.border);
  skip(16);
  text(title, size::text - 1, look_.colour.text, UiRole::heading);
  skip(4);
}

void Column::fact(std::string_view label, std::string_view value) {
  const float indent = width_ * kLabelShare;
  TextFormat format;
  format.font_size = size::small;
  const TextLayout name = lay_out(label, indent - 8, format, look_.fonts);
  const TextLayout words = lay_out(value, width_ - indent, format, look_.fonts);
  draw(name, at_, look_.colour.muted, look_);
  draw(words, {at_.x + indent, at_.y}, look_.colour.text, look_);
  tell_words(std::string(label) + ": " + std::string(value), at_,
             {at_.x + width_, at_.y + words.height});
  skip(std::max(name.height, words.height) + kFactGap);
}

void Column::problem(std::string_view sentence) {
  TextFormat format;
  format.font_size = size::small;
  const TextLayout words = lay_out(sentence, width_ - kProblemIcon - 8, format, look_.fonts);
  icon::warning({at_.x + kProblemIcon * 0.5f, at_.y + words.line_height * 0.5f}, kProblemIcon,
                look_.colour.error);
  draw(words, {at_.x + kProblemIcon + 8, at_.y}, look_.colour.error, look_);
  tell_words(sentence, at_, {at_.x + width_, at_.y + words.height});
  skip(words.height + 4);
}

int Column::buttons(const std::vector<Button>& buttons) {
  int pressed = -1;
  float x = 0;
  for (std::size_t i = 0; i < buttons.size(); ++i) {
    const float width = button_width(buttons[i], look_);
    if (x > 0 && x + width > width_) {
      x = 0;
      skip(size::target + 8);
    }
    ImGui::SetCursorScreenPos({at_.x + x, at_.y});
    if (draw(buttons[i], look_) && is_tap()) pressed = static_cast<int>(i);
    x += width + 8;
  }
  skip(size::target + 8);
  return pressed;
}

void Column::fold(const char* label, std::string_view detail, bool& open) {
  skip(kSectionGap - 12);
  ImGui::GetWindowDrawList()->AddLine(at_, {at_.x + width_, at_.y}, look_.colour.border);
  skip(8);
  constexpr float kHeight = 36.0f;
  ImGui::SetCursorScreenPos({at_.x - 6, at_.y});
  const ImVec2 min{at_.x - 6, at_.y}, max{at_.x + width_ + 6, at_.y + kHeight};
  if (ImGui::InvisibleButton(label, {max.x - min.x, kHeight}, ImGuiButtonFlags_EnableNav) &&
      is_tap())
    open = !open;
  tell_fold(label, open);
  if (ImGui::IsItemHovered()) {
    ImGui::GetWindowDrawList()->AddRectFilled(min, max, look_.colour.hover, size::rounding);
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  }
  draw_focus_ring(min, max, size::rounding, look_);
  const float middle = at_.y + kHeight * 0.5f;
  draw_text(label, {at_.x, middle - (size::text - 1) * 0.5f}, size::text - 1, look_.colour.text,
            look_);
  const float detail_width = text_width(detail, size::small, look_.fonts);
  draw_text(detail, {at_.x + width_ - detail_width - 20, middle - size::small * 0.5f}, size::small,
            look_.colour.muted, look_);
  draw_chevron({at_.x + width_ - 6, middle}, open, look_.colour.muted);
  skip(kHeight + 4);
}

}  // namespace magic
