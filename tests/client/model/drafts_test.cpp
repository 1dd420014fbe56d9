#include "client-wasm/model/drafts.h"

#include <catch2/catch_test_macros.hpp>

#include "client-wasm/model/editing.h"
#include "client-wasm/model/history.h"
#include "client-wasm/model/turns.h"
#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

TEST_CASE("each session keeps its own draft, and an empty one is forgotten") {
  Drafts drafts;
  drafts.keep("a", "one");
  drafts.keep("b", "two");
  drafts.keep("a", "one again");
  CHECK(drafts.of("a") == "one again");
  CHECK(drafts.of("b") == "two");
  CHECK(drafts.of("c").empty());
  const int revision = drafts.revision();
  drafts.keep("b", "two");
  CHECK(drafts.revision() == revision);
  drafts.keep("b", "");
  CHECK(drafts.of("b").empty());
  CHECK(drafts.revision() > revision);
}

TEST_CASE("drafts come back as they were stored, whatever is in them") {
  Drafts drafts;
  drafts.keep("a", "b 3\nxyz\n");
  drafts.keep("", "in a new chat");
  drafts.keep("session_0c", "中 😀");
  const Drafts again = Drafts::from_stored(drafts.stored());
  CHECK(again.of("a") == "b 3\nxyz\n");
  CHECK(again.of("").size() == 13);
  CHECK(again.of("session_0c") == "中 😀");
  CHECK(again.stored() == drafts.stored());
  CHECK(again.revision() == 0);
}

TEST_CASE("of stored drafts that are broken, those before the break are kept") {
  CHECK(Drafts::from_stored("a 3\nonegarbage").of("a") == "one");
  for (const char* broken :
       {"", "a", "a b", "a 3", "a 99\nx", "a -1\nx", "a 3x\none", "\n \n", " "})
    CHECK(Drafts::from_stored(broken).stored().empty());
}

TEST_CASE("drafts are bounded in number and in size, and the oldest go first") {
  Drafts many;
  for (std::size_t i = 0; i < Drafts::kMaxDrafts + 2; ++i) many.keep(std::to_string(i), "x");
  CHECK(many.of("1").empty());
  CHECK(many.of("2") == "x");

  Drafts large;
  const std::string half(Drafts::kMaxDraftBytes / 2, 'x');
  for (const char* session : {"a", "b", "c"}) large.keep(session, half);
  CHECK(large.of("a").empty());
  CHECK(large.of("b") == half);
  CHECK(large.of("c") == half);
  large.keep("c", "short");
  large.keep("d", "d");
  CHECK(large.of("b") == half);
}

TEST_CASE("going to another session and back brings each one's draft") {
  ChatModel model = connected_model();
  add_entry(model, message("1", "t", Role::user, "Hi"), EntryState::settled);
  const std::string first = model.session_id;
  set_draft(model, "for the first");
  const int revision = model.draft_revision;
  open_stored_session(model, "session_b");
  CHECK(model.draft.empty());
  CHECK(model.draft_revision > revision);
  set_draft(model, "for the second");
  open_stored_session(model, first);
  CHECK(model.draft == "for the first");
  set_draft(model, "");
  open_stored_session(model, "session_b");
  CHECK(model.draft == "for the second");
  open_stored_session(model, first);
  CHECK(model.draft.empty());
}

TEST_CASE("what was typed into a chat that nothing is stored of is there in the next new chat") {
  ChatModel model = connected_model();
  open_new_session(model, "session_new");
  set_draft(model, "a first thought");
  open_stored_session(model, "session_b");
  CHECK(model.draft.empty());
  open_new_session(model, "session_newer");
  CHECK(model.draft == "a first thought");
  REQUIRE(send_draft(model));
  open_new_session(model, "session_newest");
  CHECK(model.draft.empty());
}

TEST_CASE("leaving while the last message is edited keeps the draft from before") {
  ChatModel model = connected_model();
  add_entry(model, message("1", "t", Role::user, "Hi"), EntryState::settled);
  add_entry(model, message("2", "t", Role::assistant, "Hello"), EntryState::settled);
  const std::string first = model.session_id;
  set_draft(model, "half typed");
  begin_edit(model);
  REQUIRE(model.edit);
  open_stored_session(model, "session_b");
  open_stored_session(model, first);
  CHECK(model.draft == "half typed");
}
