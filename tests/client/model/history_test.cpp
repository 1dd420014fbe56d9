#include <catch2/catch_test_macros.hpp>

#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

namespace {

MessagePage page(std::vector<Message> messages, std::optional<std::string> next = {}) {
  MessagePage page;
  page.session_id = "session_one";
  page.messages = std::move(messages);
  page.total = 4;
  page.next = std::move(next);
  return page;
}

std::vector<std::string> texts(const ChatModel& model) {
  std::vector<std::string> texts;
  for (const Entry& entry : model.entries) texts.push_back(entry.message.text);
  return texts;
}

const Message kUser1 = message("1", "1", Role::user, "One");
const Message kAnswer1 = message("2", "1", Role::assistant, "First");
const Message kUser2 = message("3", "3", Role::user, "Two");
const Message kAnswer2 = message("4", "3", Role::assistant, "Second");

}  // namespace

TEST_CASE("a stored conversation comes back page by page, oldest first") {
  ChatModel model = connected_model();
  open_stored_session(model, "session_one");
  CHECK(send_block(model) == SendBlock::history_loading);
  CHECK(apply_page(model, page({kUser1, kAnswer1}, "2")) == "2");
  CHECK(model.history == HistoryState::loading);
  CHECK(model.history_total == 4);
  CHECK_FALSE(apply_page(model, page({kUser2, kAnswer2})));
  CHECK(model.history == HistoryState::ready);
  CHECK(texts(model) == std::vector<std::string>{"One", "First", "Two", "Second"});
  CHECK(stored_messages(model) == 4);
}

TEST_CASE("an empty page that names a next one ends the load instead of asking for ever") {
  ChatModel model = connected_model();
  open_stored_session(model, "session_one");
  CHECK_FALSE(apply_page(model, page({}, "2")));
  CHECK(model.history == HistoryState::ready);
}

TEST_CASE("a page of a session that was left is ignored") {
  ChatModel model = connected_model();
  open_stored_session(model, "session_two");
  CHECK_FALSE(apply_page(model, page({kUser1}, "2")));
  CHECK(model.entries.empty());
  apply_history_error(model, "session_one", {ErrorCode::network, "x"});
  CHECK(model.history == HistoryState::loading);
}

TEST_CASE("a history that cannot be read says why and does not forbid sending") {
  ChatModel model = connected_model();
  open_stored_session(model, "session_one");
  apply_history_error(model, "session_one", {ErrorCode::store_unavailable, "Redis is away."});
  CHECK(model.history == HistoryState::failed);
  CHECK(model.history_error->message == "Redis is away.");
  set_draft(model, "Hi");
  CHECK(send_block(model) == SendBlock::none);
}

TEST_CASE("reading again after a broken connection replaces the guessed end of an answer") {
  ChatModel model = connected_model();
  const int turn = send(model, "One").number;
  apply(model, turn, started("1", "One"));
  apply(model, turn, TextPiece{"Fir"});
  apply(model, turn, failed(ErrorCode::network, "Broke."));
  const int key = model.entries[1].key;

  begin_reload(model);
  CHECK_FALSE(apply_page(model, page({kUser1, kAnswer1})));
  CHECK(texts(model) == std::vector<std::string>{"One", "First"});
  CHECK(model.entries[1].key == key);
  CHECK(model.entries[1].message.status == Ending::completed);
}

TEST_CASE("a message that was stored although its confirmation was lost is not shown as unsent") {
  ChatModel model = connected_model();
  apply(model, send(model, "One").number, failed(ErrorCode::network, "Broke."));
  CHECK(model.entries[0].state == EntryState::unsent);
  begin_reload(model);
  CHECK_FALSE(apply_page(model, page({kUser1, kAnswer1})));
  CHECK(texts(model) == std::vector<std::string>{"One", "First"});
  CHECK(model.entries[0].state == EntryState::settled);
  CHECK_FALSE(model.entries[0].message.error);
}

TEST_CASE("reading again keeps a message that was never stored, at the end") {
  ChatModel model = connected_model();
  apply(model, send(model, "Lost").number, failed(ErrorCode::network, "Broke."));
  begin_reload(model);
  CHECK_FALSE(apply_page(model, page({kUser1, kAnswer1})));
  CHECK(texts(model) == std::vector<std::string>{"One", "First", "Lost"});
  CHECK(model.entries[2].state == EntryState::unsent);
}

TEST_CASE("reading again drops what the store no longer holds") {
  ChatModel model = connected_model();
  open_stored_session(model, "session_one");
  CHECK_FALSE(apply_page(model, page({kUser1, kAnswer1})));
  begin_reload(model);
  CHECK_FALSE(apply_page(model, page({})));
  CHECK(model.entries.empty());
}

TEST_CASE("reading again leaves unchanged messages and their revisions as they are") {
  ChatModel model = connected_model();
  open_stored_session(model, "session_one");
  CHECK_FALSE(apply_page(model, page({kUser1, kAnswer1})));
  model.entries[1].context = ContextReport{};
  const int revision = model.entries[1].revision;
  begin_reload(model);
  CHECK_FALSE(apply_page(model, page({kUser1, kAnswer1, kUser2})));
  CHECK(model.entries.size() == 3);
  CHECK(model.entries[1].revision == revision);
  CHECK(model.entries[1].context);
}

TEST_CASE("clearing empties the conversation and keeps session, draft and switches") {
  ChatModel model = connected_model();
  open_stored_session(model, "session_one");
  CHECK_FALSE(apply_page(model, page({kUser1, kAnswer1})));
  set_draft(model, "half typed");
  model.mode = Mode::stateful;
  apply_cleared(model, "session_one");
  CHECK(model.entries.empty());
  CHECK(model.session_id == "session_one");
  CHECK(model.draft == "half typed");
  CHECK(model.mode == Mode::stateful);
}

TEST_CASE("a clear that failed, or that was of another session, empties nothing") {
  ChatModel model = connected_model();
  open_stored_session(model, "session_one");
  CHECK_FALSE(apply_page(model, page({kUser1, kAnswer1})));
  apply_cleared(model, "session_zero");
  apply_clear_error(model, "session_one", {ErrorCode::store_unavailable, "Redis is away."});
  CHECK(model.entries.size() == 2);
  CHECK(model.clear_error->message == "Redis is away.");
}
