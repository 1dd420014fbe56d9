#include "client-wasm/control/session_list_control.h"

#include <algorithm>
#include <ctime>

#include "client-wasm/api/session_calls.h"
#include "client-wasm/model/shown_text.h"

namespace magic {
namespace {

constexpr int kReadEveryMs = 30'000, kReadSoonMs = 300;
constexpr auto kUndoShown = std::chrono::seconds(6);
constexpr auto kFailureShown = std::chrono::seconds(12);

int ms_until(std::chrono::steady_clock::time_point when) {
  const auto left = when - std::chrono::steady_clock::now();
  return std::max(0, static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count()));
}

std::string quoted(const std::string& text) { return say(Word::quoted, {shown_text(text)}); }

std::string title_of(const SessionInfo& session) {
  return session.title.empty() ? say(Word::the_chat) : quoted(session.title);
}

}  // namespace

void SessionListControl::perform(const SessionListAction& wanted) {
  if (const auto* open = std::get_if<action::OpenSession>(&wanted)) {
    if (open->id != context_.chat.session_id) context_.open_session(open->id);
  } else if (const auto* name = std::get_if<action::RenameSession>(&wanted)) {
    rename(*name);
  } else if (const auto* remove = std::get_if<action::DeleteSession>(&wanted)) {
    begin_to_delete(remove->id);
  } else if (std::holds_alternative<action::UndoDeletion>(wanted)) {
    undo();
  } else if (const auto* take_along = std::get_if<action::ExportSession>(&wanted)) {
    save(*take_along);
  } else if (std::holds_alternative<action::ImportSession>(wanted)) {
    if (!files_.choose()) tell({say(Word::drop_hint)}, kFailureShown);
  } else if (std::holds_alternative<action::ReadSessions>(wanted)) {
    read_soon(0);
  } else if (std::holds_alternative<action::DismissNotice>(wanted)) {
    carry_out_deletion();
    model_.notice.reset();
  }
  context_.changed();
}

int SessionListControl::tick() {
  const Attention before = std::exchange(attention_, context_.attention());
  if (attention_ == Attention::hidden) {
    carry_out_deletion();
    return -1;
  }
  if (attention_ > before) read_soon(0);
  watch_chat();
  if (model_.notice && Clock::now() >= notice_ends_) {
    carry_out_deletion();
    model_.notice.reset();
    context_.changed();
  }
  int next = model_.notice ? ms_until(notice_ends_) : -1;
  const bool can_read =
      context_.chat.link == Link::connected && context_.chat.health.store_available;
  if (!can_read || asking_) return next;
  if (Clock::now() >= next_read_) read_list();
  if (asking_) return next;
  const int read = ms_until(next_read_);
  return next < 0 ? read : std::min(next, read);
}

// ---- the list -----------------------------------------------------------------------------------

// A message more or less, a turn that began or ended, another session: the list is different.
void SessionListControl::watch_chat() {
  const ChatModel& chat = context_.chat;
  std::string now = chat.session_id + " " + std::to_string(stored_messages(chat)) +
                    (chat.turn ? " turn" : "") + (chat.link == Link::connected ? " link" : "");
  if (now == chat_seen_) return;
  chat_seen_ = std::move(now);
  read_soon(kReadSoonMs);
}

void SessionListControl::read_soon(int ms) {
  next_read_ = std::min(next_read_, Clock::now() + std::chrono::milliseconds(ms));
}

void SessionListControl::read_list() {
  asking_ = true;
  list_sessions(context_.api, [this, changes = changes_](const auto& sessions) {
    asking_ = false;
    next_read_ = Clock::now() + std::chrono::milliseconds(kReadEveryMs);
    if (changes != changes_ || deletions_under_way_ > 0) return read_soon(kReadSoonMs);
    const bool differs = sessions.ok() ? apply_list(model_, sessions.value())
                                       : apply_list_error(model_, sessions.error());
    if (differs) context_.changed();
    take_time();
  });
}

void SessionListControl::take_time() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm local{};
  localtime_r(&seconds, &local);
  const auto ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  if (apply_time(model_, ms, std::int64_t{1000} * local.tm_gmtoff)) context_.changed();
}

void SessionListControl::take_session(const SessionInfo& session) {
  ++changes_;
  if (apply_session(model_, session)) context_.changed();
}

// ---- what the person asked for ------------------------------------------------------------------

void SessionListControl::rename(const action::RenameSession& wanted) {
  if (!apply_title(model_, wanted.id, wanted.title)) return;
  ++changes_;
  rename_session(context_.api, wanted.id, wanted.title, [this](const Result<SessionInfo>& renamed) {
    ++changes_;
    if (renamed) {
      apply_session(model_, renamed.value());
    } else {
      tell_failure(Word::rename_failed, renamed.error());
      read_soon(0);
    }
    context_.changed();
  });
}

void SessionListControl::begin_to_delete(const std::string& id) {
  carry_out_deletion();
  const bool is_open = id == context_.chat.session_id;
  if (!begin_deletion(model_, id, is_open)) return;
  ++changes_;
  if (is_open) context_.open_session(context_.new_session_id());
  tell({say(Word::deleted, {title_of(model_.deletion->session)}), true}, kUndoShown);
}

void SessionListControl::undo() {
  model_.notice.reset();
  const std::optional<PendingDeletion> undone = undo_deletion(model_);
  if (undone && undone->was_open && context_.chat.entries.empty())
    context_.open_session(undone->session.id);
}

void SessionListControl::carry_out_deletion() {
  const std::optional<PendingDeletion> deletion = std::exchange(model_.deletion, std::nullopt);
  if (!deletion) return;
  if (model_.notice && model_.notice->offers_undo) model_.notice.reset();
  ++deletions_under_way_;
  delete_session(context_.api, deletion->session.id,
                 [this, session = deletion->session](const Status& status) {
                   --deletions_under_way_;
                   ++changes_;
                   read_soon(0);
                   if (status || status.error().code == ErrorCode::not_found) return;
                   apply_session(model_, session);
                   tell_failure(Word::delete_failed, status.error());
                   context_.changed();
                 });
}

// ---- files --------------------------------------------------------------------------------------

void SessionListControl::save(const action::ExportSession& wanted) {
  const SessionInfo* session = find_session(model_, wanted.id);
  if (session == nullptr) return;
  const bool is_json = wanted.format == ExportFormat::json;
  const std::string name = export_file_name(*session, is_json ? "json" : "md");
  export_session(context_.api, wanted.id, wanted.format,
                 [this, name, is_json](const Result<std::string>& content) {
                   context_.changed();
                   if (!content) return tell_failure(Word::export_failed, content.error());
                   const Result<std::string> place = files_.save(
                       name, is_json ? "application/json" : "text/markdown", content.value());
                   if (!place) return tell_failure(Word::export_failed, place.error());
                   tell({place.value().empty() ? say(Word::exported, {quoted(name)})
                                               : say(Word::saved, {place.value()})},
                        kUndoShown);
                 });
}

void SessionListControl::take_file(const std::string& name, const std::string& bytes) {
  context_.changed();
  if (!looks_like_export(bytes))
    return tell({say(Word::no_export, {quoted(name)}), false, true}, kFailureShown);
  import_session(context_.api, bytes, [this](const Result<SessionInfo>& imported) {
    context_.changed();
    if (!imported) return tell_failure(Word::import_failed, imported.error());
    take_session(imported.value());
    context_.open_session(imported.value().id);
    tell({say(Word::imported, {title_of(imported.value())})}, kUndoShown);
  });
}

void SessionListControl::tell(SessionListNotice notice, std::chrono::milliseconds shown) {
  // One place for one notice: what could still be undone there is carried out.
  if (!notice.offers_undo) carry_out_deletion();
  model_.notice = std::move(notice);
  notice_ends_ = Clock::now() + shown;
}

void SessionListControl::tell_failure(Word what, const Error& error) {
  tell({say(what, {error.message}), false, true}, kFailureShown);
}

}  // namespace magic
