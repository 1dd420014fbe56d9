// What every SessionStore promises of sessions as wholes, on each kind of it.
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "tests/proxy/store/store_calls.h"
#include "tests/proxy/store/store_kinds.h"

using namespace magic;

namespace {

NewQuestion titled(const std::string& turn, const std::string& title) {
  NewQuestion asked = question("text of " + turn, turn);
  asked.title = title;
  return asked;
}

// An owner's list, by the sessions' ids.
Texts list(SessionStore& store, const std::string& owner, int limit = 100) {
  Texts ids;
  for (const SessionInfo& info : must(store.list(owner, limit))) ids.push_back(info.id);
  return ids;
}

void ask_as(SessionStore& store, const std::string& owner, const std::string& session,
            std::int64_t now_ms) {
  NewQuestion asked = question("x", "t" + std::to_string(now_ms));
  asked.owner = owner;
  asked.message.created_at_ms = now_ms;
  must(store.append_question(session, asked));
}

// As GET /sessions/{id}/export puts it together.
SessionExport exported(SessionStore& store, const std::string& session) {
  return {must(store.info(session)), page(store, session, {}, 10'000).messages};
}

}  // namespace

TEMPLATE_TEST_CASE("A session is created once, empty, and told of", "[store]", MemoryKind,
                   RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  const SessionInfo created = must(store.create("s", "", "me", kNow));
  CHECK(created.id == "s");
  CHECK(created.title.empty());
  CHECK_FALSE(created.renamed);
  CHECK_FALSE(created.local_only);
  CHECK(created.created_at_ms == kNow);
  CHECK(created.updated_at_ms == kNow);
  CHECK(created.message_count == 0);
  CHECK(created.ttl_seconds > kTtlSeconds - 60);
  CHECK(must(store.info("s")).title.empty());
  CHECK(kind.events("s") == Texts{"session"});
  CHECK(refusal(store.create("s", "again", "me", kNow)) == ErrorCode::conflict);
  CHECK(must(store.info("s")).title.empty());
  CHECK(memory(store, "s").messages.empty());
  CHECK(page(store, "s").ttl_seconds > 0);

  // What it was created with stays when it is used.
  must(store.patch("s", {.title = {}, .local_only = true}));
  ask(store, "s", "first", "t1");
  CHECK(memory(store, "s").local_only);
  CHECK(must(store.info("s")).created_at_ms == kNow);
  CHECK(stored(store) == Texts{"first"});

  ask(store, "used", "x", "t1");
  CHECK(refusal(store.create("used", "", "", kNow)) == ErrorCode::conflict);
  must(store.clear("s", "me"));
  CHECK(must(store.create("s", "named", "me", kNow)).title == "named");
}

TEMPLATE_TEST_CASE("A session is named after its first question until somebody renames it",
                   "[store]", MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  must(store.append_question("s", titled("t1", "")));
  CHECK(must(store.info("s")).title.empty());
  must(store.append_question("s", titled("t2", "second")));
  must(store.append_question("s", titled("t3", "third")));
  CHECK(must(store.info("s")).title == "second");
  CHECK_FALSE(must(store.info("s")).renamed);

  const SessionInfo renamed = must(store.patch("s", {.title = "mine \"\n", .local_only = {}}));
  CHECK(renamed.title == "mine \"\n");
  CHECK(renamed.renamed);
  CHECK(renamed == must(store.info("s")));
  CHECK(kind.events("s").back() == "session");
  must(store.append_question("s", titled("t4", "fourth")));
  CHECK(must(store.info("s")).title == "mine \"\n");

  must(store.patch("s", {.title = "", .local_only = {}}));
  CHECK_FALSE(must(store.info("s")).renamed);
  must(store.append_question("s", titled("t5", "fifth")));
  CHECK(must(store.info("s")).title == "fifth");

  must(store.create("named", "given", "", kNow));
  CHECK(must(store.info("named")).renamed);
  must(store.append_question("named", titled("t1", "words")));
  CHECK(must(store.info("named")).title == "given");
}

TEMPLATE_TEST_CASE("A title goes with the message whose words it is", "[store]", MemoryKind,
                   RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  const std::string first = must(store.append_question("s", titled("t1", "secret"))).id;
  const std::string second = must(store.append_question("s", titled("t2", "other"))).id;
  must(store.erase("s", second));
  CHECK(must(store.info("s")).title == "secret");
  must(store.erase("s", first));
  CHECK(must(store.info("s")).title.empty());
  CHECK(kind.events("s").back() == "session");
  must(store.append_question("s", titled("t3", "third")));
  CHECK(must(store.info("s")).title == "third");

  const std::string words = must(store.append_question("kept", titled("t1", "words"))).id;
  must(store.patch("kept", {.title = "renamed", .local_only = {}}));
  must(store.erase("kept", words));
  CHECK(must(store.info("kept")).title == "renamed");
}

TEMPLATE_TEST_CASE("What a session is asked to be is kept, and the rest of it stays", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  CHECK(refusal(store.patch("s", {.title = "x", .local_only = true})) == ErrorCode::not_found);
  CHECK(refusal(store.info("s")) == ErrorCode::not_found);
  must(store.append_question("s", titled("t1", "title")));
  reply(store, "s", "answer", "t1");
  CHECK_FALSE(memory(store, "s").local_only);
  CHECK(must(store.patch("s", {.title = {}, .local_only = true})).local_only);
  CHECK(memory(store, "s").local_only);
  CHECK(must(store.info("s")).title == "title");
  CHECK(must(store.patch("s", {.title = "new", .local_only = {}})).local_only);
  CHECK_FALSE(must(store.patch("s", {.title = {}, .local_only = false})).local_only);
  const SessionInfo info = must(store.info("s"));
  CHECK(info.created_at_ms == kNow);
  CHECK(info.updated_at_ms == kNow + 1);  // of the answer
  CHECK(info.message_count == 2);
}

TEMPLATE_TEST_CASE("An owner's list holds his sessions, the last question first", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  CHECK(list(store, "me").empty());
  ask_as(store, "me", "a", kNow + 1);
  must(store.create("b", "named", "me", kNow + 2));
  ask_as(store, "me", "c", kNow + 3);
  ask_as(store, "you", "yours", kNow + 4);
  ask_as(store, "", "nobody's", kNow + 5);
  CHECK(list(store, "me") == Texts{"c", "b", "a"});
  CHECK(list(store, "me", 2) == Texts{"c", "b"});
  CHECK(list(store, "me", 0).empty());
  CHECK(list(store, "you") == Texts{"yours"});
  CHECK(list(store, "").empty());
  CHECK(must(store.list("me", 3)).at(1) == must(store.info("b")));

  ask_as(store, "me", "a", kNow + 6);
  CHECK(list(store, "me") == Texts{"a", "c", "b"});
  must(store.clear("c", "me"));
  CHECK(list(store, "me") == Texts{"a", "b"});
  must(store.clear("yours", "me"));  // by somebody else: his list notices
  CHECK(list(store, "you").empty());
}

TEMPLATE_TEST_CASE("A list leaves out what has ended, however much that is", "[store]", MemoryKind,
                   RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  const auto name = [](int i) { return "s" + std::to_string(i); };
  for (int i = 0; i < 200; ++i) ask_as(store, "me", name(i), kNow + i);
  for (int i = 0; i < 200; ++i)
    if (i % 20 != 3) must(store.clear(name(i), ""));
  Texts left;
  for (int i = 183; i >= 3; i -= 20) left.push_back(name(i));
  CHECK(list(store, "me", 4) == Texts(left.begin(), left.begin() + 4));
  CHECK(list(store, "me") == left);
  CHECK(list(store, "me") == left);  // and again, after they were taken off it
}

// ---- import ------------------------------------------------------------------------------------

TEMPLATE_TEST_CASE("A session that is exported and imported is the same one", "[store]", MemoryKind,
                   RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  must(store.append_question("s", titled("t1", "title")));
  reply(store, "s", "answer", "t1");
  const std::string erased = ask(store, "s", "erased", "t2").id;
  const std::string pinned = reply(store, "s", "pinned answer", "t2");
  must(store.add_attempt("s", "t2"));
  const std::string chosen = reply(store, "s", std::string(10'000, 'c'), "t2", 1);
  const std::string excluded = ask(store, "s", "excluded", "t3").id;
  must(store.mark("s", pinned, Mark::pinned));
  must(store.mark("s", excluded, Mark::excluded));
  must(store.choose_answer("s", "t2", chosen));
  must(store.patch("s", {.title = {}, .local_only = true}));
  must(store.erase("s", erased));
  const SessionExport taken = exported(store, "s");

  const SessionInfo info = must(store.import("copy", taken, "me", kNow + 99));
  CHECK(info == must(store.info("copy")));
  CHECK(info.title == "title");
  CHECK(info.local_only);
  CHECK_FALSE(info.renamed);
  CHECK(info.created_at_ms == kNow);
  CHECK(info.updated_at_ms == kNow + 99);
  CHECK(info.message_count == 5);
  CHECK(info.ttl_seconds > kTtlSeconds - 60);
  CHECK(list(store, "me") == Texts{"copy"});
  CHECK(kind.events("copy") == Texts{"session"});

  // All but the ids, which are those of its own log.
  SessionExport copy = exported(store, "copy");
  REQUIRE(copy.messages.size() == taken.messages.size());
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < copy.messages.size(); ++i) {
    ids.push_back(copy.messages[i].id);
    copy.messages[i].id = taken.messages[i].id;
  }
  CHECK(copy.messages == taken.messages);
  CHECK(ids.back() != taken.messages.back().id);
  CHECK(texts(must(store.read_messages("copy", {ids[2]}))) == Texts{"pinned answer"});
  CHECK(memory(store, "copy", 10).older_pinned.front().text == "pinned answer");

  // Its turns go on.
  const StoredTurn turn = must(store.read_turn("copy", "t2"));
  CHECK(turn.question_id.empty());  // erased before
  CHECK(turn.attempts == 2);
  CHECK(turn.current_answer_id == ids[3]);
  CHECK(turn.answers == std::vector<StoredAttempt>{{0, ids[2], ""}, {1, ids[3], ""}});
  CHECK(must(store.add_attempt("copy", "t2")) == 2);
  reply(store, "copy", "another", "t2", 2);
  must(store.choose_answer("copy", "t2", ids[2]));
  CHECK(ask(store, "copy", "on", "t4").message_count == 7);
  must(store.erase("copy", ids[0]));
  CHECK(must(store.info("copy")).title.empty());
}

TEMPLATE_TEST_CASE("An import stores all of a session or nothing", "[store]", MemoryKind,
                   RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  ask(store, "s", "question", "t1");
  reply(store, "s", "answer", "t1");
  const SessionExport good = exported(store, "s");
  CHECK(refusal(store.import("s", good, "me", kNow)) == ErrorCode::conflict);
  must(store.create("created", "", "", kNow));
  CHECK(refusal(store.import("created", good, "me", kNow)) == ErrorCode::conflict);
  CHECK(stored(store) == Texts{"question", "answer"});
  CHECK(stored(store, "created").empty());

  std::vector<SessionExport> bad(7, good);
  bad[0].messages[1].turn_id = "";
  bad[1].messages[1].turn_id = "a.b";
  bad[2].messages[1].attempt = kMaxAttempts;
  bad[3].messages[1].attempt = -1;
  bad[4].messages.push_back(bad[4].messages[1]);
  bad[5].messages.push_back(bad[5].messages[0]);
  for (int i = 0; i <= kMaxMarks; ++i) {
    Message pinned = good.messages[0];
    pinned.turn_id = "t" + std::to_string(10 + i);
    pinned.pinned = true;
    bad[6].messages.push_back(pinned);
  }
  for (const SessionExport& session : bad) {
    const Result<SessionInfo> refused = store.import("new", session, "me", kNow);
    CHECK(refusal(refused) == ErrorCode::invalid_field);
    CHECK(refused.error().param == "messages");
  }
  CHECK(refusal(store.info("new")) == ErrorCode::not_found);
  CHECK(kind.events("new").empty());
  CHECK(list(store, "me").empty());

  CHECK(must(store.import("empty", SessionExport{}, "me", kNow)).created_at_ms == kNow);
  CHECK(ask(store, "empty", "first").message_count == 1);
}

TEMPLATE_TEST_CASE("A long session is imported as well", "[store]", MemoryKind, RedisKind) {
  TestType kind;
  SessionExport session;
  for (int i = 0; i < 10'000; ++i) {
    const std::string turn = "t" + std::to_string(i);
    session.messages.push_back(question("question", turn).message);
    session.messages.push_back(answer("answer", turn).message);
  }
  CHECK(must(kind.store->import("s", session, "", kNow)).message_count == 20'000);
  CHECK(page(*kind.store, "s").total == 20'000);
  CHECK(must(kind.store->read_turn("s", "t9999")).answers.size() == 1);
}
