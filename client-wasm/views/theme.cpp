#include "client-wasm/views/theme.h"

#include <cmath>

namespace magic {
namespace {

constexpr ImU32 rgb(unsigned hex) {
  return IM_COL32((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, 255);
}

}  // namespace

Palette palette(bool dark) {
  Palette p{};
  if (dark) {
    p.background = rgb(0x16171A), p.raised = rgb(0x1E2024), p.sunken = rgb(0x121316);
    p.border = rgb(0x2E3138), p.text = rgb(0xE8E9EB), p.muted = rgb(0x9BA0A8);
    p.accent = rgb(0x3CC4B8), p.on_accent = rgb(0x0C1F1D);
    p.cloud = rgb(0x8AA4FF), p.local = rgb(0xE5B454), p.demo = rgb(0xC3A2F5);
    p.code_keyword = rgb(0xC3A2F5), p.code_string = rgb(0x8FCB8A);
    p.code_number = rgb(0xE5B454), p.code_comment = rgb(0x8B919A);
    p.error = rgb(0xF2776D), p.warning_background = rgb(0x3A2E12);
    p.hover = IM_COL32(255, 255, 255, 16);
    p.found = IM_COL32(229, 180, 84, 70), p.found_now = IM_COL32(229, 150, 40, 160);
  } else {
    p.background = rgb(0xFBFBFA), p.raised = rgb(0xFFFFFF), p.sunken = rgb(0xF2F2F0);
    p.border = rgb(0xE4E4E1), p.text = rgb(0x1C1D1F), p.muted = rgb(0x6A6D73);
    p.accent = rgb(0x0B7A75), p.on_accent = rgb(0xFFFFFF);
    p.cloud = rgb(0x3559C7), p.local = rgb(0x8A5A00), p.demo = rgb(0x7A3FB5);
    p.code_keyword = rgb(0x7A3FB5), p.code_string = rgb(0x2B6E2F);
    p.code_number = rgb(0x8A5A00), p.code_comment = rgb(0x666A71);
    p.error = rgb(0xB3261E), p.warning_background = rgb(0xFFF4DC);
    p.hover = IM_COL32(0, 0, 0, 12);
    p.found = IM_COL32(255, 214, 90, 130), p.found_now = IM_COL32(255, 160, 50, 220);
  }
  p.selection = with_alpha(p.accent, 0.28f);
  return p;
}

Palette high_contrast_palette(const SystemColours& colours) {
  Palette p{};
  p.background = p.raised = p.sunken = p.warning_background = rgb(colours.background);
  p.text = p.muted = p.border = p.error = rgb(colours.text);
  p.cloud = p.local = p.demo = p.text;
  p.code_keyword = p.code_string = p.code_number = p.code_comment = p.text;
  p.accent = rgb(colours.link), p.on_accent = p.background;
  p.hover = with_alpha(p.text, 0.15f);
  p.selection = with_alpha(rgb(colours.highlight), 0.5f);
  return p;
}

ImU32 colour_of(const Palette& palette, ProviderId provider) {
  switch (provider) {
    case ProviderId::chatgpt:
      return palette.cloud;
    case ProviderId::ollama:
      return palette.local;
    case ProviderId::demo:
      return palette.demo;
  }
  return palette.muted;
}

ImU32 with_alpha(ImU32 colour, float alpha) {
  const auto old = static_cast<float>((colour >> IM_COL32_A_SHIFT) & 255);
  return (colour & ~IM_COL32_A_MASK) |
         (static_cast<ImU32>(std::lround(old * alpha)) << IM_COL32_A_SHIFT);
}

void apply_style(const Palette& palette) {
  ImGuiStyle& style = ImGui::GetStyle();
  style.FontSizeBase = size::text;
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = style.ChildBorderSize = style.FrameBorderSize = 0;
  style.WindowRounding = style.ChildRounding = 0;
  style.FrameRounding = size::rounding;
  style.FramePadding = {0, 0};
  style.ItemSpacing = style.ItemInnerSpacing = {0, 0};
  style.ScrollbarSize = 8;
  style.ScrollbarRounding = 4;
  style.WindowMinSize = {1, 1};

  const auto set = [&](ImGuiCol which, ImU32 colour) {
    style.Colors[which] = ImGui::ColorConvertU32ToFloat4(colour);
  };
  set(ImGuiCol_Text, palette.text);
  set(ImGuiCol_TextDisabled, palette.muted);
  set(ImGuiCol_InputTextCursor, palette.accent);
  set(ImGuiCol_TextSelectedBg, palette.selection);
  set(ImGuiCol_WindowBg, palette.background);
  set(ImGuiCol_ChildBg, IM_COL32_BLACK_TRANS);
  set(ImGuiCol_FrameBg, IM_COL32_BLACK_TRANS);
  set(ImGuiCol_FrameBgHovered, IM_COL32_BLACK_TRANS);
  set(ImGuiCol_FrameBgActive, IM_COL32_BLACK_TRANS);
  set(ImGuiCol_Border, palette.border);
  set(ImGuiCol_ScrollbarBg, IM_COL32_BLACK_TRANS);
  set(ImGuiCol_ScrollbarGrab, with_alpha(palette.muted, 0.35f));
  set(ImGuiCol_ScrollbarGrabHovered, with_alpha(palette.muted, 0.6f));
  set(ImGuiCol_ScrollbarGrabActive, with_alpha(palette.muted, 0.8f));
  set(ImGuiCol_NavCursor, IM_COL32_BLACK_TRANS);  // widgets draw their own focus ring
}

}  // namespace magic
