#include "client-wasm/views/side_panel.h"

#include <algorithm>

#include "client-wasm/model/shown_text.h"
#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/told_layout.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/words.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

constexpr float kPadding = 16.0f, kSection = 14.0f, kLeastList = 230.0f, kButtonInset = 10.0f;
constexpr double kCopiedSeconds = 1.5;

void draw_section_title(const char* title, ImVec2 at, const Look& look) {
  draw_text(title, at, size::small, look.colour.muted, look);
  tell_words(title, at, {at.x + size::side_panel, at.y + size::small}, UiRole::heading);
}

}  // namespace

void SidePanel::draw(const AppModel& parts, ImVec2 min, ImVec2 max, const Look& look,
                     Actions& actions) {
  const ChatModel& model = parts.chat;
  const ToldPart part(UiRole::navigation, say(Word::chats));
  ImGui::SetCursorScreenPos(min);
  ImGui::BeginChild("Side panel", {max.x - min.x, max.y - min.y}, ImGuiChildFlags_NavFlattened,
                    ImGuiWindowFlags_NoBackground);
  const float left = min.x + kPadding, width = max.x - min.x - 2 * kPadding;
  const float top = ImGui::GetCursorScreenPos().y;
  float y = top + 18;

  draw_text(say(Word::product), {left, y}, size::heading[1], look.colour.text, look);
  y += 34;
  Button fresh;
  fresh.label = say(Word::new_chat);
  fresh.icon = icon::plus;
  fresh.kind = ButtonKind::outlined;
  fresh.width = width;
  fresh.height = 36;
  ImGui::SetCursorScreenPos({left, y});
  if (magic::draw(fresh, look)) {
    confirming_clear_ = false;
    actions.push_back(action::NewChat{});
  }
  y += fresh.height + 8;

  // The list has what the rest leaves; where that is too little, the whole panel is scrolled.
  const float height = std::max(max.y - min.y, y - top + kLeastList + rest_);
  const float rest = top + height - rest_;
  sessions_.draw(parts.sessions, model, {left, y}, {left + width, rest - kPadding}, look, actions);
  ImGui::GetWindowDrawList()->AddLine({left, rest}, {left + width, rest}, look.colour.border);
  y = rest + kSection;
  y += draw_chat(model, {left, y}, width, look, actions) + kSection;
  y += draw_connection(model, {left, y}, width, look) + kSection;

  Button settings;
  settings.label = say(Word::settings);
  settings.icon = icon::gear;
  settings.width = width + 2 * kButtonInset;
  ImGui::SetCursorScreenPos({left - kButtonInset, y});
  if (magic::draw(settings, look)) wants_settings_ = true;
  y += size::target + kPadding - 4;
  rest_ = y - rest;
  ImGui::SetCursorScreenPos({left, y - 1});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
}

float SidePanel::draw_chat(const ChatModel& model, ImVec2 at, float width, const Look& look,
                           Actions& actions) {
  float y = at.y;
  draw_section_title(say(Word::this_chat), {at.x, y}, look);
  y += 20;

  const bool just_copied = ImGui::GetTime() - copied_at_ < kCopiedSeconds;
  draw_text(elided(model.session_id, width - size::target - 4, size::small, look.fonts),
            {at.x, y + (size::target - size::small) * 0.5f}, size::small, look.colour.text, look);
  Button copy;
  copy.label = just_copied ? say(Word::session_id_copied) : say(Word::session_id_copy);
  copy.icon = just_copied ? icon::check : icon::copy;
  copy.icon_only = true;
  ImGui::SetCursorScreenPos({at.x + width - size::target, y});
  if (magic::draw(copy, look)) {
    actions.push_back(action::Copy{model.session_id});
    copied_at_ = ImGui::GetTime();
  }
  y += size::target;

  const std::int64_t stored = stored_messages(model);
  const std::string what =
      stored == 0 ? say(Word::nothing_stored) : say(Word::stored, {words::messages(stored)});
  draw_text(what, {at.x, y + (size::target - size::small) * 0.5f}, size::small, look.colour.muted,
            look);
  tell_words(what, {at.x, y}, {at.x + width, y + size::target});
  Button clear;
  clear.label = say(Word::clear);
  clear.icon = icon::trash;
  clear.font_size = size::small;
  clear.enabled = !model.turn && model.link == Link::connected;
  if (stored > 0 && !confirming_clear_) {
    ImGui::SetCursorScreenPos({at.x + width - button_width(clear, look) + 10, y});
    if (magic::draw(clear, look)) confirming_clear_ = true;
  }
  y += size::target;
  if (model.clear_error)
    y += draw_wrapped(say(Word::clear_failed, {model.clear_error->message}), {at.x, y}, width,
                      look.colour.error, look) +
         8;
  if (model.history == HistoryState::failed && model.link == Link::connected) {
    Button again;
    again.label = say(Word::read_again);
    again.icon = icon::retry;
    again.kind = ButtonKind::outlined;
    ImGui::SetCursorScreenPos({at.x, y});
    if (magic::draw(again, look)) actions.push_back(action::ReloadHistory{});
    y += size::target + 8;
  }

  if (!confirming_clear_) return y - at.y;
  y += draw_wrapped(say(Word::clear_question), {at.x, y}, width, look.colour.text, look) + 8;
  clear.label = say(Word::clear_yes);
  clear.kind = ButtonKind::danger;
  ImGui::SetCursorScreenPos({at.x, y});
  if (magic::draw(clear, look)) {
    confirming_clear_ = false;
    actions.push_back(action::ClearChat{});
  }
  ImGui::SameLine(0, 8);
  Button keep;
  keep.label = say(Word::clear_no);
  keep.kind = ButtonKind::outlined;
  if (magic::draw(keep, look)) confirming_clear_ = false;
  return y + size::target - at.y;
}

float SidePanel::draw_connection(const ChatModel& model, ImVec2 at, float width, const Look& look) {
  float y = at.y;
  draw_section_title(say(Word::what_works), {at.x, y}, look);
  y += 22;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool connected = model.link == Link::connected && model.health.store_available;
  const ImU32 state = connected                        ? look.colour.accent
                      : model.link == Link::connecting ? look.colour.muted
                                                       : look.colour.error;
  list->AddCircleFilled({at.x + 6, y + size::small * 0.55f}, 4, state);
  draw_text(words::connection(model), {at.x + 20, y}, size::small, look.colour.text, look);
  tell_words(words::connection(model), {at.x, y}, {at.x + width, y + 22});
  y += 22;

  for (const ProviderId id : {ProviderId::chatgpt, ProviderId::ollama, ProviderId::demo}) {
    const ProviderStatus* status = status_of(model, id);
    const bool ready = model.link == Link::connected && status != nullptr && status->available;
    icon::of(id)({at.x + 6, y + size::small * 0.55f}, 12,
                 ready ? colour_of(look.colour, id) : look.colour.muted);
    const std::string name = words::provider(id);
    draw_text(name, {at.x + 20, y}, size::small, look.colour.text, look);
    const std::string words = words::provider_state(model, id);
    tell_words(name + ": " + words, {at.x, y}, {at.x + width, y + 22});
    const float words_width = text_width(words, size::small, look.fonts);
    draw_text(words, {at.x + width - words_width, y}, size::small, look.colour.muted, look);
    const float used = 20 + text_width(name, size::small, look.fonts) + 8;
    if (status != nullptr && !status->model.empty() && id != ProviderId::demo)
      draw_text(elided(shown_text(status->model), width - used - words_width - 8, size::small,
                       look.fonts),
                {at.x + used, y}, size::small, look.colour.muted, look);
    y += 22;
  }
  return y - at.y;
}

}  // namespace magic
