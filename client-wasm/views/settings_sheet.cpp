#include "client-wasm/views/settings_sheet.h"

#include <iterator>

#include "client-wasm/views/widgets/chooser.h"
#include "client-wasm/views/widgets/sheet.h"
#include "client-wasm/views/widgets/text_field.h"
#include "client-wasm/views/words.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

constexpr float kWidth = 480.0f, kControl = 230.0f, kGap = 12.0f, kField = 36.0f;

// The label at the left and room for its control at the right, or below it where there is little.
// Leaves the cursor there; returns the control's width.
float begin_row(const char* label, Column& column) {
  const bool beside = column.width() >= 2 * kControl - 40;
  const float width = beside ? kControl : column.width();
  const float label_y = beside ? (size::target - size::text + 1) * 0.5f : 0;
  draw_text(label, {column.at().x, column.y() + label_y}, size::text - 1, column.look().colour.text,
            column.look());
  if (!beside) column.skip(size::text + 6);
  ImGui::SetCursorScreenPos({column.at().x + column.width() - width, column.y()});
  column.skip(size::target + kGap);
  return width;
}

void choose_theme(ThemeChoice theme, Column& column, Actions& actions) {
  const ImU32 ink = column.look().colour.text;
  const std::vector<Segment> themes{
      {say(Word::theme_system_name), say(Word::theme_system), nullptr, ink},
      {say(Word::theme_light_name), say(Word::theme_light), nullptr, ink},
      {say(Word::theme_dark_name), say(Word::theme_dark), nullptr, ink}};
  const float width = begin_row(say(Word::theme), column);
  const int chosen =
      draw_segments(say(Word::theme), themes, static_cast<int>(theme), column.look(), width);
  if (chosen >= 0) actions.push_back(action::ChooseTheme{static_cast<ThemeChoice>(chosen)});
}

void choose_text_size(int percent, Column& column, Actions& actions) {
  Chooser chooser;
  chooser.label = say(Word::text_size);
  for (std::size_t i = 0; i < std::size(kTextPercents); ++i) {
    chooser.choices.push_back({say(Word::percent, {std::to_string(kTextPercents[i])})});
    if (kTextPercents[i] == percent) chooser.chosen = static_cast<int>(i);
  }
  chooser.width = begin_row(say(Word::text_size), column);
  if (const int chosen = draw(chooser, column.look()); chosen >= 0)
    actions.push_back(action::ChooseTextSize{kTextPercents[chosen]});
}

void choose_language(std::string_view code, Column& column, Actions& actions) {
  Chooser chooser;
  chooser.label = say(Word::language);
  for (int i = 0; i < kLanguageCount; ++i) {
    chooser.choices.push_back({language(i).name});
    if (language(i).code == code) chooser.chosen = i;
  }
  chooser.width = begin_row(say(Word::language), column);
  if (const int chosen = draw(chooser, column.look()); chosen >= 0)
    actions.push_back(action::ChooseLanguage{language(chosen).code});
}

}  // namespace

bool SettingsSheet::draw(const AppModel& parts, const Look& look, Actions& actions) {
  std::optional<Column> column = begin_sheet(kId, say(Word::settings), kWidth, look);
  if (!column) {
    // What was written and not used is gone with the sheet, above all a token.
    address_ = token_ = shown_address_ = {};
    return false;
  }
  column->skip(4);
  choose_theme(parts.theme, *column, actions);
  choose_text_size(parts.text_percent, *column, actions);
  if (kLanguageCount > 1) choose_language(parts.language, *column, actions);
  if (look.reduced_motion) column->note(say(Word::motion_reduced));
  if (parts.proxy) draw_proxy(parts, *column, actions);
  column->section(say(Word::keyboard));
  Button keys;
  keys.label = say(Word::shortcuts_title);
  keys.kind = ButtonKind::outlined;
  const bool wants_shortcuts = column->buttons({keys}) == 0;
  if (wants_shortcuts) ImGui::CloseCurrentPopup();
  end_sheet(*column);
  return wants_shortcuts;
}

void SettingsSheet::draw_proxy(const AppModel& parts, Column& column, Actions& actions) {
  const ProxyAccess& proxy = *parts.proxy;
  const Look& look = column.look();
  if (shown_address_ != proxy.address) address_ = shown_address_ = proxy.address;
  column.section(say(Word::proxy));
  if (parts.chat.link == Link::offline)
    column.problem(parts.chat.link_problem.empty() ? say(Word::proxy_no_answer)
                                                   : parts.chat.link_problem);
  else
    column.note(words::connection(parts.chat));
  const auto draw_field = [&](const char* label, const char* placeholder, bool secret,
                              std::string& text) {
    TextField field;
    field.label = label;
    field.placeholder = placeholder;
    field.width = column.width();
    field.secret = secret;
    column.skip(10);
    column.note(label);
    ImGui::SetCursorScreenPos({column.at().x, column.y() + 2});
    const bool entered = magic::draw(field, text, look).entered;
    column.skip(kField + 2);
    return entered;
  };
  bool connect = draw_field(say(Word::proxy_address), "http://127.0.0.1:9090", false, address_);
  connect |= draw_field(say(Word::proxy_token),
                        say(proxy.has_token ? Word::token_kept : Word::token_none), true, token_);
  column.skip(kGap);
  if (!parts.proxy_problem.empty()) column.problem(parts.proxy_problem);

  std::vector<Button> buttons(1);
  buttons[0].label = say(Word::proxy_connect);
  buttons[0].kind = ButtonKind::filled;
  if (proxy.has_token) {
    buttons.emplace_back().label = say(Word::token_forget);
    buttons[1].kind = ButtonKind::outlined;
  }
  const int pressed = column.buttons(buttons);
  if (pressed == 1) {
    actions.push_back(action::ConnectTo{proxy.address, std::string()});
  } else if (pressed == 0 || connect) {
    action::ConnectTo wanted{address_, std::nullopt};
    if (!token_.empty()) wanted.token = std::move(token_);
    token_.clear();
    actions.push_back(std::move(wanted));
  }
  if (proxy.has_token) column.note(say(Word::token_bound));
}

}  // namespace magic
