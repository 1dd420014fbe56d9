#include "client-wasm/model/session_list.h"

#include <catch2/catch_test_macros.hpp>

using namespace magic;

namespace {

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr std::int64_t kNoon = 20'000 * kDay + 12 * kHour;

SessionInfo session(std::string id, std::string title, std::int64_t updated_at_ms) {
  SessionInfo info;
  info.id = std::move(id);
  info.title = std::move(title);
  info.updated_at_ms = updated_at_ms;
  return info;
}

std::string ids(const SessionListModel& model) {
  std::string ids;
  for (const SessionInfo& session : model.sessions) ids += session.id;
  return ids;
}

SessionListModel three() {
  SessionListModel model;
  apply_list(model, {session("a", "Lisbon", 3), session("b", "Recipes", 2), session("c", "C", 1)});
  return model;
}

}  // namespace

TEST_CASE("the list is kept by last use, and a list that looks the same is no news") {
  SessionListModel model;
  CHECK(apply_list(model, {session("b", "B", 1), session("a", "A", 2)}));
  CHECK(model.state == SessionListState::ready);
  CHECK(ids(model) == "ab");
  SessionInfo aged = session("a", "A", 2);
  aged.ttl_seconds = 7;
  CHECK_FALSE(apply_list(model, {session("b", "B", 1), aged}));
  CHECK(apply_list(model, {session("b", "B", 3), aged}));
  CHECK(ids(model) == "ba");
}

TEST_CASE("a list that could not be read keeps what was read before") {
  SessionListModel model = three();
  const Error error{ErrorCode::network, "away"};
  CHECK(apply_list_error(model, error));
  CHECK_FALSE(apply_list_error(model, error));
  CHECK(ids(model) == "abc");
  CHECK(apply_list(model, model.sessions));
  CHECK_FALSE(model.error);
}

TEST_CASE("one session that is new or changed takes its place") {
  SessionListModel model = three();
  CHECK(apply_session(model, session("c", "Renamed", 9)));
  CHECK(ids(model) == "cab");
  CHECK_FALSE(apply_session(model, session("c", "Renamed", 9)));
  CHECK(apply_session(model, session("d", "D", 8)));
  CHECK(ids(model) == "cdab");
  CHECK(apply_title(model, "d", "Drinks"));
  CHECK(find_session(model, "d")->title == "Drinks");
  CHECK_FALSE(apply_title(model, "nowhere", "x"));
}

TEST_CASE("a deleted session stays away, and comes back as it was when that is undone") {
  SessionListModel model = three();
  CHECK(begin_deletion(model, "b", true));
  CHECK(ids(model) == "ac");
  apply_list(model, three().sessions);
  apply_session(model, session("b", "Recipes", 5));
  CHECK(ids(model) == "ac");
  const auto undone = undo_deletion(model);
  REQUIRE(undone);
  CHECK(undone->was_open);
  CHECK(ids(model) == "abc");
  CHECK_FALSE(undo_deletion(model));
  CHECK_FALSE(begin_deletion(model, "nowhere", false));
}

TEST_CASE("a search finds titles that have all its words, in any case") {
  CHECK(matches("Trip to Lisbon", ""));
  CHECK(matches("Trip to Lisbon", "lis"));
  CHECK(matches("Trip to Lisbon", "  LISBON trip "));
  CHECK_FALSE(matches("Trip to Lisbon", "trip porto"));
  CHECK(matches("Новый чат", "чат"));
}

TEST_CASE("days are those of local time") {
  CHECK(days_ago(kNoon, kNoon, 0) == 0);
  CHECK(days_ago(kNoon - 13 * kHour, kNoon, 0) == 1);
  CHECK(days_ago(kNoon - 13 * kHour, kNoon, 2 * kHour) == 0);  // there it is two o'clock
  CHECK(days_ago(kNoon + kDay, kNoon, 0) == 0);                // a clock that is behind
}

TEST_CASE("time that passes is news only when the words for it change") {
  SessionListModel model;
  apply_list(model, {session("a", "A", kNoon)});
  apply_time(model, kNoon + kMinute, 0);
  CHECK_FALSE(apply_time(model, kNoon + kMinute + 30'000, 0));
  CHECK(apply_time(model, kNoon + 2 * kMinute, 0));
  CHECK(apply_time(model, kNoon + kHour, 0));
  CHECK_FALSE(apply_time(model, kNoon + kHour + 20 * kMinute, 0));
  CHECK(apply_time(model, kNoon + 12 * kHour, 0));  // yesterday now
  CHECK_FALSE(apply_time(model, kNoon + 20 * kHour, 0));
}

TEST_CASE("an exported file is named after the title, without what file systems refuse") {
  CHECK(export_file_name(session("a", "Trip to Lisbon", 0), "md") == "Trip to Lisbon.md");
  CHECK(export_file_name(session("a", "a/b: \"c\"?", 0), "json") == "a b   c.json");
  CHECK(export_file_name(session("a", "../..", 0), "json") == "Chat.json");
  CHECK(export_file_name(session("a", "", 0), "json") == "Chat.json");
  const std::string long_name =
      export_file_name(session("a", std::string(79, 'x') + "äö", 0), "md");
  CHECK(long_name == std::string(79, 'x') + ".md");
}

TEST_CASE("a dropped file that is no JSON object is no exported session") {
  CHECK(looks_like_export("  {\"a\":1}"));
  CHECK(looks_like_export("\xEF\xBB\xBF{}"));
  CHECK_FALSE(looks_like_export("\x89PNG"));
  CHECK_FALSE(looks_like_export("[1]"));
  CHECK_FALSE(looks_like_export(""));
}
