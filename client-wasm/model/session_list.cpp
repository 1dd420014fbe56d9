#include "client-wasm/model/session_list.h"

#include "client-wasm/words/say.h"

#include <algorithm>
#include <utility>

namespace magic {
namespace {

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr std::size_t kMostFileNameBytes = 80;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), [](char c) { return lower(c); });
  return lowered;
}

void sort(std::vector<SessionInfo>& sessions) {
  std::stable_sort(
      sessions.begin(), sessions.end(),
      [](const SessionInfo& a, const SessionInfo& b) { return a.updated_at_ms > b.updated_at_ms; });
}

auto place_of(SessionListModel& model, const std::string& id) {
  return std::find_if(model.sessions.begin(), model.sessions.end(),
                      [&](const SessionInfo& session) { return session.id == id; });
}

// What is left of a session's time is not shown, and differs each time.
bool are_shown_alike(std::vector<SessionInfo> one, std::vector<SessionInfo> other) {
  for (std::vector<SessionInfo>* list : {&one, &other})
    for (SessionInfo& session : *list) session.ttl_seconds = 0;
  return one == other;
}

std::int64_t day_of(std::int64_t at_ms, std::int64_t utc_offset_ms) {
  return (at_ms + utc_offset_ms) / kDay;
}

}  // namespace

bool apply_list(SessionListModel& model, std::vector<SessionInfo> sessions) {
  if (model.deletion) {
    const auto is_deleted = [&](const SessionInfo& s) {
      return s.id == model.deletion->session.id;
    };
    sessions.erase(std::remove_if(sessions.begin(), sessions.end(), is_deleted), sessions.end());
  }
  sort(sessions);
  const bool same = model.state == SessionListState::ready &&
                    are_shown_alike(model.sessions, sessions) && !model.error;
  model.state = SessionListState::ready;
  model.error.reset();
  model.sessions = std::move(sessions);
  return !same;
}

bool apply_list_error(SessionListModel& model, const Error& error) {
  if (model.state == SessionListState::failed && model.error == error) return false;
  model.state = SessionListState::failed;
  model.error = error;
  return true;
}

bool apply_session(SessionListModel& model, const SessionInfo& session) {
  if (model.deletion && model.deletion->session.id == session.id) return false;
  const auto place = place_of(model, session.id);
  if (place == model.sessions.end()) {
    model.sessions.push_back(session);
  } else {
    if (are_shown_alike({*place}, {session})) return false;
    *place = session;
  }
  sort(model.sessions);
  return true;
}

bool apply_title(SessionListModel& model, const std::string& id, const std::string& title) {
  const auto place = place_of(model, id);
  if (place == model.sessions.end() || place->title == title) return false;
  place->title = title;
  place->renamed = true;
  return true;
}

bool apply_time(SessionListModel& model, std::int64_t now_ms, std::int64_t utc_offset_ms) {
  const bool changed =
      std::any_of(model.sessions.begin(), model.sessions.end(), [&](const SessionInfo& session) {
        return age_step(session.updated_at_ms, model.now_ms, model.utc_offset_ms) !=
               age_step(session.updated_at_ms, now_ms, utc_offset_ms);
      });
  model.now_ms = now_ms;
  model.utc_offset_ms = utc_offset_ms;
  return changed;
}

bool begin_deletion(SessionListModel& model, const std::string& id, bool is_open) {
  const auto place = place_of(model, id);
  if (place == model.sessions.end()) return false;
  model.deletion = PendingDeletion{std::move(*place), is_open};
  model.sessions.erase(place);
  return true;
}

std::optional<PendingDeletion> undo_deletion(SessionListModel& model) {
  std::optional<PendingDeletion> undone = std::exchange(model.deletion, std::nullopt);
  if (undone) apply_session(model, undone->session);
  return undone;
}

const SessionInfo* find_session(const SessionListModel& model, const std::string& id) {
  for (const SessionInfo& session : model.sessions)
    if (session.id == id) return &session;
  return nullptr;
}

bool matches(std::string_view title, std::string_view search) {
  const std::string in = lower(title);
  while (true) {
    const std::size_t first = search.find_first_not_of(' ');
    if (first == std::string_view::npos) return true;
    const std::size_t end = std::min(search.find(' ', first), search.size());
    if (in.find(lower(search.substr(first, end - first))) == std::string::npos) return false;
    search.remove_prefix(end);
  }
}

std::int64_t days_ago(std::int64_t at_ms, std::int64_t now_ms, std::int64_t utc_offset_ms) {
  return std::max<std::int64_t>(0, day_of(now_ms, utc_offset_ms) - day_of(at_ms, utc_offset_ms));
}

// Minutes in the first hour, then hours of the same day, then days: in one number that only grows.
std::int64_t age_step(std::int64_t at_ms, std::int64_t now_ms, std::int64_t utc_offset_ms) {
  const std::int64_t age = std::max<std::int64_t>(0, now_ms - at_ms);
  const std::int64_t days = days_ago(at_ms, now_ms, utc_offset_ms);
  if (days > 0) return 100 + days;
  return age < kHour ? age / kMinute : 60 + age / kHour;
}

std::string export_file_name(const SessionInfo& session, std::string_view ending) {
  std::string name;
  for (const char c : session.title) {
    const bool refused = static_cast<unsigned char>(c) < 0x20 || c == 0x7F ||
                         std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos;
    name += refused ? ' ' : c;
  }
  if (name.size() > kMostFileNameBytes) {
    std::size_t end = kMostFileNameBytes;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
    name.resize(end);
  }
  const std::size_t first = name.find_first_not_of(" .");
  name = first == std::string::npos ? say(Word::chat) : name.substr(first);
  name.resize(name.find_last_not_of(" .") + 1);
  return name + "." + std::string(ending);
}

bool looks_like_export(std::string_view bytes) {
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && bytes[first] == '{';
}

}  // namespace magic
