#include "client-wasm/views/session_list_view.h"

#include <algorithm>
#include <utility>

#include "client-wasm/model/shown_text.h"
#include "client-wasm/views/session_words.h"
#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/told_layout.h"
#include "client-wasm/views/touch.h"
#include "client-wasm/views/widgets/button.h"
#include "client-wasm/views/widgets/keys.h"
#include "client-wasm/views/widgets/popover.h"
#include "client-wasm/views/widgets/text_field.h"
#include "client-wasm/views/words.h"

namespace magic {
namespace {

constexpr float kField = 36.0f, kRow = 48.0f, kHeading = 28.0f, kInset = 10.0f, kGap = 8.0f;
constexpr float kTitle = size::small + 1.5f, kDetail = size::small - 1.0f;

std::string title_of(const SessionInfo& session) {
  return session.title.empty() ? say(Word::untitled) : shown_text(session.title);
}

// As part of a Dear ImGui label, in which "##" would end the name.
std::string in_label(std::string title) {
  for (std::size_t at = title.find("##"); at != std::string::npos; at = title.find("##", at))
    title.insert(at + 1, " ");
  return title;
}

std::string details(const SessionListModel& model, const SessionInfo& session) {
  return words::age(session.updated_at_ms, model.now_ms, model.utc_offset_ms) + "  ·  " +
         words::messages(session.message_count);
}

// Why there is nothing to see, in words.
std::string emptiness(const SessionListModel& model, const ChatModel& chat,
                      const std::string& search) {
  if (!model.sessions.empty()) return say(Word::none_found, {search});
  if (model.state == SessionListState::ready) return say(Word::no_chats);
  if (chat.link == Link::offline || (chat.link == Link::connected && !chat.health.store_available))
    return say(Word::chats_offline);
  if (model.state == SessionListState::failed && model.error)
    return say(Word::chats_failed, {model.error->message});
  return say(Word::chats_reading);
}

}  // namespace

void SessionListView::draw(const SessionListModel& model, const ChatModel& chat, ImVec2 min,
                           ImVec2 max, const Look& look, Actions& actions) {
  draw_head(model, min, max.x - min.x, look, actions);
  min.y += kField + kGap;
  if (model.notice) max.y -= draw_notice(*model.notice, min, max, look, actions) + kGap;
  draw_list(model, chat, min, max, look, actions);
}

void SessionListView::draw_head(const SessionListModel& model, ImVec2 at, float width,
                                const Look& look, Actions& actions) {
  TextField search;
  search.label = say(Word::search_chats);
  search.placeholder = say(Word::search);
  search.icon = icon::search;
  search.take_focus = std::exchange(search_begins_, false);
  search.width = width - kField - 4;
  ImGui::SetCursorScreenPos(at);
  const TextFieldEvents events = magic::draw(search, search_, look);
  if (events.escaped) search_.clear();
  if (events.entered && !search_.empty()) {
    const auto found = std::find_if(
        model.sessions.begin(), model.sessions.end(),
        [&](const SessionInfo& session) { return matches(title_of(session), search_); });
    if (found != model.sessions.end())
      actions.push_back(SessionListAction(action::OpenSession{found->id}));
  }

  Button bring_in;
  bring_in.label = say(Word::import_chat);
  bring_in.icon = icon::bring_in;
  bring_in.icon_only = true;
  bring_in.height = kField;
  ImGui::SetCursorScreenPos({at.x + width - kField, at.y});
  if (magic::draw(bring_in, look)) actions.push_back(SessionListAction(action::ImportSession{}));
}

// At the foot of the list; returns its height.
float SessionListView::draw_notice(const SessionListNotice& notice, ImVec2 min, ImVec2 max,
                                   const Look& look, Actions& actions) {
  Button button;
  button.font_size = size::small;
  button.label = say(notice.offers_undo ? Word::undo : Word::notice_close);
  button.icon = notice.offers_undo ? nullptr : icon::close;
  button.icon_only = !notice.offers_undo;
  const float button_extent = button_width(button, look);
  const float width = max.x - min.x - 2 * kInset - button_extent;
  TextFormat format;
  format.font_size = size::small;
  TextLayout text = lay_out(
      notice.offers_undo ? elided(notice.text, width, size::small, look.fonts) : notice.text, width,
      format, look.fonts);
  const float height = std::max(size::target + 8.0f, text.height + 16);
  const ImVec2 from{min.x, max.y - height};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(from, max,
                      notice.is_error ? look.colour.warning_background : look.colour.raised,
                      size::rounding);
  list->AddRect(from, max, look.colour.border, size::rounding);
  magic::draw(text, {from.x + kInset, from.y + (height - text.height) * 0.5f}, look.colour.text,
              look);
  tell_words(notice.text, from, max);
  ImGui::SetCursorScreenPos({max.x - button_extent - 4, from.y + (height - size::target) * 0.5f});
  if (magic::draw(button, look)) {
    if (notice.offers_undo)
      actions.push_back(SessionListAction(action::UndoDeletion{}));
    else
      actions.push_back(SessionListAction(action::DismissNotice{}));
  }
  return height;
}

void SessionListView::draw_list(const SessionListModel& model, const ChatModel& chat, ImVec2 min,
                                ImVec2 max, const Look& look, Actions& actions) {
  ImGui::SetCursorScreenPos(min);
  ImGui::BeginChild("Sessions", {max.x - min.x, std::max(1.0f, max.y - min.y)},
                    ImGuiChildFlags_NavFlattened, ImGuiWindowFlags_NoBackground);
  scroll_by_touch(look);
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  float y = origin.y;
  std::string heading;
  for (const SessionInfo& session : model.sessions) {
    if (!matches(title_of(session), search_)) continue;
    std::string group = words::day_group(session.updated_at_ms, model.now_ms, model.utc_offset_ms);
    if (group != heading) {
      heading = std::move(group);
      draw_text(heading, {origin.x + 2, y + 6}, kDetail, look.colour.muted, look);
      tell_words(heading, {origin.x, y}, {origin.x + width, y + kHeading}, UiRole::heading);
      y += kHeading;
    }
    ImGui::PushID(session.id.c_str());
    if (session.id == renaming_)
      draw_rename(session, {origin.x, y}, width, look, actions);
    else
      draw_row(model, session, session.id == chat.session_id, {origin.x, y}, width, look, actions);
    ImGui::PopID();
    y += kRow + 2;
  }
  if (heading.empty()) {
    y += 6 + draw_wrapped(emptiness(model, chat, shown_text(search_)), {origin.x + 2, y + 6},
                          width - 4, look.colour.muted, look);
    if (model.sessions.empty() && model.state == SessionListState::failed &&
        chat.link == Link::connected && chat.health.store_available) {
      Button again;
      again.label = say(Word::chats_read_again);
      again.icon = icon::retry;
      again.kind = ButtonKind::outlined;
      ImGui::SetCursorScreenPos({origin.x, y += 10});
      if (magic::draw(again, look)) actions.push_back(SessionListAction(action::ReadSessions{}));
      y += size::target;
    }
  }
  // Tells Dear ImGui how long the content is.
  ImGui::SetCursorScreenPos({origin.x, y});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
}

void SessionListView::draw_row(const SessionListModel& model, const SessionInfo& session,
                               bool is_open, ImVec2 at, float width, const Look& look,
                               Actions& actions) {
  const ImVec2 max{at.x + width, at.y + kRow};
  const std::string title = title_of(session);
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (is_open) {
    list->AddRectFilled(at, max, look.colour.raised, size::rounding);
    list->AddRect(at, max, look.colour.border, size::rounding);
    list->AddRectFilled({at.x, at.y + 12}, {at.x + 3, max.y - 12}, look.colour.accent, 1.5f);
  }
  const float text_width = width - size::target - kInset - 8;
  ImGui::SetCursorScreenPos(at);
  const std::string label =
      say(is_open ? Word::open_now_name : Word::open_name, {in_label(title)}) + "###open";
  if (ImGui::InvisibleButton(label.c_str(), {width - size::target - 6, kRow},
                             ImGuiButtonFlags_EnableNav))
    actions.push_back(SessionListAction(action::OpenSession{session.id}));
  tell_widget(UiRole::button, label);
  const bool over = ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
                    ImGui::IsMouseHoveringRect(at, max);
  if (over && !is_open) list->AddRectFilled(at, max, look.colour.hover, size::rounding);
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const bool focused = ImGui::IsItemFocused();
  draw_focus_ring(at, max, size::rounding, look);
  draw_text(elided(title, text_width, kTitle, look.fonts), {at.x + kInset, at.y + 6}, kTitle,
            look.colour.text, look);
  draw_text(elided(details(model, session), text_width, kDetail, look.fonts),
            {at.x + kInset, at.y + 6 + kTitle + 3}, kDetail, look.colour.muted, look);

  Button more;
  more.label = say(Word::more_name, {in_label(title)});
  more.icon = icon::more;
  more.icon_only = true;
  // Under a finger nothing hovers.
  more.quiet = !over && !is_open && !focused &&
               ImGui::GetIO().MouseSource == ImGuiMouseSource_Mouse && !ImGui::IsPopupOpen("Menu");
  ImGui::SetCursorScreenPos({max.x - size::target - 4, at.y + (kRow - size::target) * 0.5f});
  if (magic::draw(more, look)) ImGui::OpenPopup("Menu");
  draw_menu(session, look, actions);
}

void SessionListView::draw_menu(const SessionInfo& session, const Look& look, Actions& actions) {
  if (!begin_menu("Menu", say(Word::chat_menu), look)) return;
  if (draw_menu_item(say(Word::rename), icon::edit, look)) {
    renaming_ = session.id;
    new_title_ = session.title;
    rename_begins_ = true;
  }
  const auto act = [&](SessionListAction wanted) { actions.push_back(std::move(wanted)); };
  if (draw_menu_item(say(Word::export_markdown), icon::take_out, look))
    act(action::ExportSession{session.id, ExportFormat::markdown});
  if (draw_menu_item(say(Word::export_json), icon::take_out, look))
    act(action::ExportSession{session.id, ExportFormat::json});
  if (draw_menu_item(say(Word::delete_chat), icon::trash, look))
    act(action::DeleteSession{session.id});
  end_menu();
}

void SessionListView::draw_rename(const SessionInfo& session, ImVec2 at, float width,
                                  const Look& look, Actions& actions) {
  TextField field;
  field.label = say(Word::title);
  field.placeholder = say(Word::title);
  field.width = width;
  field.select_all = true;
  field.take_focus = std::exchange(rename_begins_, false);
  ImGui::SetCursorScreenPos({at.x, at.y + (kRow - kField) * 0.5f});
  const TextFieldEvents events = magic::draw(field, new_title_, look);
  if (!events.entered && !events.left && !events.escaped) return;
  renaming_.clear();
  const std::size_t first = new_title_.find_first_not_of(' ');
  if (events.escaped || first == std::string::npos) return;
  std::string title = new_title_.substr(first, new_title_.find_last_not_of(' ') - first + 1);
  if (title != session.title)
    actions.push_back(SessionListAction(action::RenameSession{session.id, std::move(title)}));
}

}  // namespace magic
