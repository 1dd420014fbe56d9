#include "client-wasm/views/context_bar.h"

#include <algorithm>
#include <string>

#include "client-wasm/model/context_rows.h"
#include "client-wasm/model/shown_text.h"
#include "client-wasm/views/inspector_words.h"
#include "client-wasm/views/words.h"

namespace magic {
namespace {

constexpr float kBar = 16.0f, kLeast = 3.0f, kBetween = 1.0f, kSquare = 9.0f;

ImU32 colour_of(WindowPartKind kind, const Look& look) {
  switch (kind) {
    case WindowPartKind::instructions:
      return look.colour.muted;
    case WindowPartKind::deleted:
      return with_alpha(look.colour.error, 0.6f);
    case WindowPartKind::summary:
      return look.colour.demo;
    case WindowPartKind::user_message:
      return look.colour.accent;
    case WindowPartKind::answer:
      return with_alpha(look.colour.accent, 0.5f);
    case WindowPartKind::answer_room:
      return with_alpha(look.colour.muted, 0.35f);
    case WindowPartKind::free:
      return look.colour.sunken;
  }
  return look.colour.sunken;
}

// What is used is seen even where it is a thousandth of the window; what is free gives way.
void draw_parts(const std::vector<WindowPart>& parts, ImVec2 at, float width, const Look& look) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 end{at.x + width, at.y + kBar};
  list->AddRectFilled(at, end, look.colour.sunken, 2);
  double all = 0;
  for (const WindowPart& part : parts) all += part.tokens;
  if (all <= 0) return;
  float x = at.x;
  for (const WindowPart& part : parts) {
    if (part.kind == WindowPartKind::free || x >= end.x) continue;
    const auto share = static_cast<float>(part.tokens / all) * width;
    const float right = std::min(end.x, x + std::max(kLeast, share));
    list->AddRectFilled({x, at.y}, {std::max(x + 1, right - kBetween), end.y},
                        colour_of(part.kind, look));
    x = right;
  }
  list->AddRect(at, end, look.colour.border, 2);
}

void draw_legend(Column& column, const std::vector<WindowPart>& parts) {
  const Look& look = column.look();
  float x = 0;
  bool any = false;
  for (const WindowPartKind kind :
       {WindowPartKind::instructions, WindowPartKind::deleted, WindowPartKind::summary,
        WindowPartKind::user_message, WindowPartKind::answer, WindowPartKind::answer_room,
        WindowPartKind::free}) {
    std::int64_t tokens = 0;
    for (const WindowPart& part : parts)
      if (part.kind == kind) tokens += part.tokens;
    if (tokens == 0) continue;
    const std::string words = words::part(kind) + " " + words::count(tokens);
    const float width = kSquare + 6 + text_width(words, size::small - 1, look.fonts);
    if (x > 0 && x + width > column.width()) {
      x = 0;
      column.skip(20);
    }
    const ImVec2 at{column.at().x + x, column.y() + 4};
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, {at.x + kSquare, at.y + kSquare}, colour_of(kind, look), 2);
    if (kind == WindowPartKind::free)
      list->AddRect(at, {at.x + kSquare, at.y + kSquare}, look.colour.border, 2);
    draw_text(words, {at.x + kSquare + 6, column.y()}, size::small - 1, look.colour.muted, look);
    tell_words(words, at, {at.x + width, at.y + kSquare});
    x += width + 14;
    any = true;
  }
  if (any) column.skip(24);
}

}  // namespace

void draw_context_bar(Column& column, const ContextReport& context, std::string_view provider) {
  const Look& look = column.look();
  const std::vector<WindowPart> parts = window_parts(context);
  draw_parts(parts, column.at(), column.width(), look);
  column.skip(kBar + 8);
  column.text(say(Word::by_our_estimate, {words::window(context)}), size::small, look.colour.text);
  if (context.provider_input_tokens)
    column.note(
        say(Word::provider_counted, {provider, words::count(*context.provider_input_tokens)}));
  column.skip(6);
  draw_legend(column, parts);
  if (context.truncated_upstream) column.problem(say(Word::cut_upstream, {provider}));
  for (const std::string& note : context.notes) column.problem(shown_text(note));
}

}  // namespace magic
