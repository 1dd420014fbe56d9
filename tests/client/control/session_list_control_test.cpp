#include "client-wasm/control/session_list_control.h"

#include <catch2/catch_test_macros.hpp>

#include "shared/session_json.h"
#include "tests/client/control/control_bench.h"

using namespace magic;

namespace {

SessionInfo session(std::string id, std::string title) {
  SessionInfo info;
  info.id = std::move(id);
  info.title = std::move(title);
  return info;
}

struct ListBench : ControlBench {
  std::vector<std::string> saved;
  bool can_choose = true;
  SessionListControl list{context(),
                          {.save = [this](const std::string& name, const std::string&,
                                          const std::string& bytes) -> Result<std::string> {
                             saved.push_back(name + ": " + bytes);
                             return std::string("/home/me/") + name;
                           },
                           .choose = [this] { return can_choose; }}};

  void read() {
    list.tick();
    transport.answer(asked("GET", "/sessions"), 200,
                     session_list_to_json({session("one", "One"), session("two", "Two")}));
    transport.poll();
  }
  std::size_t shown() const { return list.model().sessions.size(); }
  std::string notice() const { return list.model().notice ? list.model().notice->text : ""; }
};

}  // namespace

TEST_CASE_METHOD(ListBench, "the list is read at once, and again only when it is due") {
  read();
  CHECK(shown() == 2);
  const int next = list.tick();
  CHECK(next > 20'000);
  CHECK(asked("GET", "/sessions") == 0);
  add_entry(chat, examples::message("m1", "t1", Role::user, "One"), EntryState::settled);
  CHECK(list.tick() <= 300);
}

TEST_CASE_METHOD(ListBench, "a list that is the same draws nothing") {
  read();
  const int before = changes;
  list.perform(action::ReadSessions{});
  const int asked_for = changes;
  read();
  CHECK(before > 0);
  CHECK(changes == asked_for);
}

TEST_CASE_METHOD(ListBench, "nobody looks: nothing is asked, and a deletion waits no longer") {
  read();
  list.perform(action::DeleteSession{"two"});
  CHECK(asked("DELETE", "/sessions/two") == 0);
  CHECK(list.model().notice->offers_undo);
  attention = Attention::hidden;
  CHECK(list.tick() == -1);
  CHECK(asked("DELETE", "/sessions/two") != 0);
  CHECK(notice().empty());
}

TEST_CASE_METHOD(ListBench, "a deletion is taken back as long as its notice stands") {
  read();
  list.perform(action::DeleteSession{"two"});
  CHECK(shown() == 1);
  list.perform(action::UndoDeletion{});
  CHECK(shown() == 2);
  CHECK(notice().empty());
  attention = Attention::hidden;
  list.tick();
  CHECK(asked("DELETE", "/sessions/two") == 0);
}

TEST_CASE_METHOD(ListBench, "the open session makes room when it is deleted, and returns by Undo") {
  read();
  open_new_session(chat, "two");
  list.perform(action::DeleteSession{"two"});
  CHECK(opened == std::vector<std::string>{"session_new"});
  list.perform(action::UndoDeletion{});
  CHECK(opened == std::vector<std::string>{"session_new", "two"});
}

TEST_CASE_METHOD(ListBench, "a second deletion carries out the first") {
  read();
  list.perform(action::DeleteSession{"one"});
  list.perform(action::DeleteSession{"two"});
  CHECK(asked("DELETE", "/sessions/one") != 0);
  CHECK(asked("DELETE", "/sessions/two") == 0);
  CHECK(list.is_busy());
}

TEST_CASE_METHOD(ListBench, "a deletion that fails brings the session back and says why") {
  read();
  list.perform(action::DeleteSession{"two"});
  list.leave();
  transport.answer(asked("DELETE", "/sessions/two"), 503,
                   R"({"error":{"code":"store_unavailable","message":"Redis is away."}})");
  transport.poll();
  CHECK(shown() == 2);
  CHECK(notice() == "Not deleted. Redis is away.");
  CHECK_FALSE(list.is_busy());
}

TEST_CASE_METHOD(ListBench, "a list that was asked for before a change does not undo it") {
  read();
  list.perform(action::ReadSessions{});
  list.tick();
  const RequestId old_list = asked("GET", "/sessions");
  REQUIRE(old_list != 0);
  list.perform(action::RenameSession{"two", "New name"});
  transport.answer(old_list, 200, session_list_to_json({session("two", "Two")}));
  transport.poll();
  CHECK(find_session(list.model(), "two")->title == "New name");
  CHECK(transport.of(asked("PATCH", "/sessions/two")).request.body == R"({"title":"New name"})");
}

TEST_CASE_METHOD(ListBench, "an export goes into a file, and the person is told where") {
  read();
  list.perform(action::ExportSession{"two", ExportFormat::markdown});
  transport.answer(asked("GET", "/sessions/two/export?format=markdown"), 200, "# Two");
  transport.poll();
  CHECK(saved == std::vector<std::string>{"Two.md: # Two"});
  CHECK(notice() == "Saved as /home/me/Two.md");
}

TEST_CASE_METHOD(ListBench, "a dropped file is imported and opened, or refused in words") {
  read();
  list.take_file("photo.png", "\x89PNG");
  CHECK(notice() == "“photo.png” is not a chat exported as JSON.");
  list.take_file("two.json", R"({"messages":[]})");
  transport.answer(asked("POST", "/sessions/import"), 201, to_json(session("copy", "Two")));
  transport.poll();
  CHECK(opened == std::vector<std::string>{"copy"});
  CHECK(shown() == 3);
  CHECK(notice() == "Imported “Two”");
}

TEST_CASE_METHOD(ListBench, "where no file can be chosen, the person is told to drop it") {
  can_choose = false;
  list.perform(action::ImportSession{});
  CHECK(notice() == "Drop an exported chat, a .json file, on this window.");
}
