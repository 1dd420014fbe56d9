// What is known of the list of sessions at the left.
//
// Views read it; only its control changes it. No Dear ImGui, no I/O, no clock.
// Thread rule: UI thread only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/result.h"
#include "shared/session_types.h"

namespace magic {

enum class SessionListState { loading, ready, failed };

// A sentence about what was done or could not be, shown below the list for a while.
struct SessionListNotice {
  std::string text;
  bool offers_undo = false;
  bool is_error = false;
};

// Not shown any more, and deleted when the time to think better of it is over.
struct PendingDeletion {
  SessionInfo session;
  bool was_open = false;
};

struct SessionListModel {
  std::vector<SessionInfo> sessions;  // last used first
  SessionListState state = SessionListState::loading;
  std::optional<Error> error;  // why it could not be read the last time
  std::optional<PendingDeletion> deletion;
  std::optional<SessionListNotice> notice;
  // The wall clock when it last mattered, and how far local time is ahead of UTC.
  std::int64_t now_ms = 0;
  std::int64_t utc_offset_ms = 0;
};

// ---- changes; each returns whether something that is shown is different --------------------------

bool apply_list(SessionListModel& model, std::vector<SessionInfo> sessions);
bool apply_list_error(SessionListModel& model, const Error& error);
bool apply_session(SessionListModel& model, const SessionInfo& session);  // new, or changed
bool apply_title(SessionListModel& model, const std::string& id, const std::string& title);
bool apply_time(SessionListModel& model, std::int64_t now_ms, std::int64_t utc_offset_ms);

// Takes the session out of the list. False when it is not in it.
bool begin_deletion(SessionListModel& model, const std::string& id, bool is_open);
// Brings it back; nullopt when there is none any more.
std::optional<PendingDeletion> undo_deletion(SessionListModel& model);

// ---- questions -----------------------------------------------------------------------------------

const SessionInfo* find_session(const SessionListModel& model, const std::string& id);

// Whether a title has all words of the search, in any case (of Latin letters without accents).
bool matches(std::string_view title, std::string_view search);

// How a session's age is told: grows by one whenever the words for it change.
std::int64_t age_step(std::int64_t at_ms, std::int64_t now_ms, std::int64_t utc_offset_ms);
// Midnights of local time between then and now; 0: today.
std::int64_t days_ago(std::int64_t at_ms, std::int64_t now_ms, std::int64_t utc_offset_ms);

// What its file is called: the title, without what file systems refuse. `ending`: "json", "md".
std::string export_file_name(const SessionInfo& session, std::string_view ending);

// Whether these bytes can be an exported session at all: a JSON object.
bool looks_like_export(std::string_view bytes);

}  // namespace magic
