#include "client-wasm/views/find_bar.h"

#include <algorithm>
#include <utility>

#include "client-wasm/platform/mirror.h"
#include "client-wasm/views/message_text.h"
#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/widgets/keys.h"
#include "client-wasm/views/widgets/text_field.h"
#include "client-wasm/views/words.h"
#include "client-wasm/words/say.h"
#include "imgui_internal.h"

namespace magic {
namespace {

constexpr float kHeight = 52.0f, kField = 36.0f, kWidest = 560.0f, kSide = 12.0f, kGap = 6.0f;
constexpr float kTouchTarget = 44.0f;
constexpr std::size_t kBytesPerFrame = 200'000;

// The key does nothing else then, neither here nor in the browser (platform/web/keyboard.js).
void take_key(ImGuiKey key) { ImGui::SetKeyOwner(key, ImGui::GetID("Find")); }

}  // namespace

void FindBar::take_keys(std::size_t from) {
  if (!has_focus_ && ImGui::IsKeyChordPressed(ImGuiMod_Ctrl | ImGuiKey_F)) {
    if (!open_) find_.ask(words_, from);
    open_ = take_focus_ = true;
    take_key(ImGuiKey_F);
  }
  if (!open_) return;
  const bool back = ImGui::GetIO().KeyShift;
  if (ImGui::IsKeyPressed(ImGuiKey_F3)) {
    go(back ? -1 : +1);
    take_key(ImGuiKey_F3);
  }
}

void FindBar::go(int by) {
  find_.step(by);
  target_wanted_ = true;
}

float FindBar::draw(const ChatModel& model, ImVec2 min, ImVec2 max, std::size_t from,
                    const Look& look) {
  was_closed_ = false;
  take_keys(from);
  if (!open_) {
    has_focus_ = searching_ = false;
    return 0;
  }
  const bool narrow = max.x - min.x < size::narrow;
  const float target = narrow ? kTouchTarget : size::target;
  const float right = max.x - kSide;
  const float left = std::max(min.x + kSide, right - kWidest);
  const float middle = min.y + kHeight * 0.5f;
  const std::string count = count_words(model);
  const float count_width = text_width(count, size::small, look.fonts);
  ImGui::GetWindowDrawList()->AddLine({min.x, min.y + kHeight - 1}, {max.x, min.y + kHeight - 1},
                                      look.colour.border);

  TextField field;
  field.label = say(Word::find);
  field.placeholder = say(Word::find);
  field.icon = icon::search;
  field.width = right - left - 3 * target - count_width - 2 * kGap;
  field.take_focus = std::exchange(take_focus_, false);
  field.select_all = true;
  ImGui::SetCursorScreenPos({left, middle - kField * 0.5f});
  const TextFieldEvents events = magic::draw(field, words_, look);
  has_focus_ = ImGui::IsItemActive();
  if (events.changed) {
    find_.ask(words_, from);
    target_wanted_ = true;
  }
  if (events.entered) {
    go(ImGui::GetIO().KeyShift ? -1 : +1);
    take_focus_ = true;
  }
  float x = left + field.width + kGap;
  const ImVec2 count_min{x, middle - size::small * 0.5f};
  draw_text(count, count_min, size::small, look.colour.muted, look);
  tell_words(count, count_min, {x + count_width, count_min.y + size::small}, UiRole::status);

  x = right - 3 * target;
  const auto button = [&](const char* label, icon::Draw picture, bool enabled) {
    Button b;
    b.label = label;
    b.icon = picture;
    b.icon_only = true;
    b.enabled = enabled;
    b.height = target;
    ImGui::SetCursorScreenPos({x, middle - target * 0.5f});
    x += target;
    return magic::draw(b, look);
  };
  const bool any = find_.count() > 0;
  if (button(say(Word::find_previous), icon::up, any)) go(-1);
  if (button(say(Word::find_next), icon::unfolded, any)) go(+1);
  const bool closed = button(say(Word::find_close), icon::close, true);
  if (events.escaped) take_escape();
  if (closed || events.escaped || (has_focus_ && is_escape_pressed())) {
    open_ = has_focus_ = false;
    was_closed_ = true;
    find_.ask({}, 0);
  }
  searching_ = open_ && find_.search_on(model.entries, message_text, kBytesPerFrame);
  return open_ ? kHeight : 0;
}

std::string FindBar::count_words(const ChatModel& model) const {
  if (words_.empty()) return {};
  const auto current = find_.current();
  const std::string more = find_.count() >= Find::kMostHits ? "+" : "";
  // What of the conversation is still being read is searched when it is there.
  const bool all = find_.is_complete() && model.history != HistoryState::loading;
  if (!current) return say(all ? Word::find_nothing : Word::find_searching);
  return say(Word::find_hit,
             {words::count(static_cast<std::int64_t>(*current) + 1),
              words::count(static_cast<std::int64_t>(find_.count())) + more + (all ? "" : "…")});
}

std::optional<MessagePlace> FindBar::take_target() {
  if (!target_wanted_ || !find_.current()) return std::nullopt;
  target_wanted_ = false;
  return MessagePlace{find_.current_entry(), find_.current_range().begin};
}

}  // namespace magic
