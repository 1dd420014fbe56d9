// What every SessionStore promises of turns, on each kind of it.
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "shared/chat_limits.h"
#include "tests/proxy/store/store_calls.h"
#include "tests/proxy/store/store_kinds.h"

using namespace magic;

TEMPLATE_TEST_CASE("A client's message that was known gives the question of then", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  NewQuestion first = question("once", "t1");
  first.client_message_id = "from the client: a:t1";
  const QuestionStored then = must(store.append_question("s", first));
  CHECK_FALSE(then.was_known);
  reply(store, "s", "answer", "t1");
  const std::vector<std::string> told = kind.events("s");

  NewQuestion again = question("twice?", "t2");
  again.client_message_id = first.client_message_id;
  const QuestionStored now = must(store.append_question("s", again));
  CHECK(now.was_known);
  CHECK(now.id == then.id);
  CHECK(now.turn_id == "t1");
  CHECK(now.message_count == 2);
  CHECK(stored(store) == Texts{"once", "answer"});
  CHECK(refusal(store.read_turn("s", "t2")) == ErrorCode::not_found);
  CHECK(kind.events("s") == told);

  // Of another session, or another message, or none: a new question.
  CHECK_FALSE(must(store.append_question("other", again)).was_known);
  again.client_message_id = "another";
  CHECK_FALSE(must(store.append_question("s", again)).was_known);
  CHECK_FALSE(must(store.append_question("s", question("three", "t3"))).was_known);
  CHECK_FALSE(must(store.append_question("s", question("four", "t4"))).was_known);
}

TEMPLATE_TEST_CASE("A question or an answer that is stored again gives what it gave", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  NewQuestion asked = question("question", "t1");
  asked.client_message_id = "c1";
  const QuestionStored first = must(store.append_question("s", asked));
  const QuestionStored second = must(store.append_question("s", asked));
  CHECK(second.id == first.id);
  CHECK(second.turn_id == "t1");
  CHECK_FALSE(second.was_known);  // it is the same call, not another one of the same client

  const Appended answered = must(store.append_answer("s", answer("answer", "t1")));
  CHECK(must(store.append_answer("s", answer("answer", "t1"))).id == answered.id);
  CHECK(must(store.append_answer("s", answer("other", "t1", 1))).id != answered.id);
  CHECK(stored(store) == Texts{"question", "answer", "other"});
  CHECK(kind.events("s").size() == 3);
}

TEMPLATE_TEST_CASE("A turn knows its question, its answers with their recipes, and how many began",
                   "[store]", MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  NewQuestion asked = question("compare", "t1");
  asked.attempts = 3;
  StoredTurn turn;
  turn.turn_id = "t1";
  turn.question_id = must(store.append_question("s", asked)).id;
  turn.attempts = 3;
  CHECK(must(store.read_turn("s", "t1")) == turn);

  NewAnswer last = answer("third lane", "t1", 2);
  last.recipe = R"({"n":2})";
  const std::string third = must(store.append_answer("s", last)).id;
  NewAnswer first = answer("first lane", "t1", 0);
  const std::string zeroth = must(store.append_answer("s", first)).id;
  turn.answers = {{0, zeroth, ""}, {2, third, R"({"n":2})"}};
  CHECK(must(store.read_turn("s", "t1")) == turn);

  CHECK(must(store.add_attempt("s", "t1")) == 3);
  CHECK(must(store.add_attempt("s", "t1")) == 4);
  turn.attempts = 5;
  CHECK(must(store.read_turn("s", "t1")) == turn);
}

TEMPLATE_TEST_CASE("What belongs to no turn is refused, and nothing is stored", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  for (const bool has_other_turn : {false, true}) {
    if (has_other_turn) ask(store, "s", "other", "t1");
    CHECK(refusal(store.append_answer("s", answer("lost", "t9"))) == ErrorCode::not_found);
    CHECK(refusal(store.add_attempt("s", "t9")) == ErrorCode::not_found);
    CHECK(refusal(store.read_turn("s", "t9")) == ErrorCode::not_found);
    CHECK(refusal(store.choose_answer("s", "t9", "m0000000000")) == ErrorCode::not_found);
    CHECK(stored(store) == (has_other_turn ? Texts{"other"} : Texts{}));
  }
}

TEMPLATE_TEST_CASE("One of a turn's answers is current: the chosen one, else the first", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  const std::string asked = ask(store, "s", "question", "t1").id;
  const std::string first = reply(store, "s", "first", "t1");
  must(store.add_attempt("s", "t1"));
  const std::string second = reply(store, "s", "second", "t1", 1);
  ask(store, "s", "another", "t2");
  const std::string of_another = reply(store, "s", "of another", "t2");

  const auto current = [&] {
    Texts found;
    for (const Message& message : memory(store, "s").messages)
      if (message.role == Role::assistant && message.current) found.push_back(message.text);
    return found;
  };
  CHECK(current() == Texts{"first", "of another"});
  must(store.choose_answer("s", "t1", second));
  CHECK(current() == Texts{"second", "of another"});
  CHECK(must(store.read_turn("s", "t1")).current_answer_id == second);
  CHECK(kind.events("s").back() == "chosen message=" + second + " turn=t1");
  for (const Message& message : page(store, "s").messages)
    CHECK(message.current == (message.id != first));
  CHECK_FALSE(must(store.read_messages("s", {first})).at(0).current);

  const std::size_t told = kind.events("s").size();
  must(store.choose_answer("s", "t1", second));
  CHECK(kind.events("s").size() == told);
  must(store.choose_answer("s", "t1", first));
  CHECK(current() == Texts{"first", "of another"});

  for (const std::string& wrong : {asked, of_another, std::string("m9999999999"), std::string()})
    CHECK(refusal(store.choose_answer("s", "t1", wrong)) == ErrorCode::not_found);
  CHECK(current() == Texts{"first", "of another"});

  // The chosen one is erased: the first one counts again.
  must(store.choose_answer("s", "t1", second));
  must(store.erase("s", second));
  CHECK(current() == Texts{"first", "of another"});
  CHECK(must(store.read_turn("s", "t1")).current_answer_id.empty());
}

TEMPLATE_TEST_CASE("A question is answered only so often", "[store]", MemoryKind, RedisKind) {
  TestType kind;
  ask(*kind.store, "s", "question", "t1");
  for (int attempt = 1; attempt < kMaxAttempts; ++attempt)
    REQUIRE(must(kind.store->add_attempt("s", "t1")) == attempt);
  CHECK(refusal(kind.store->add_attempt("s", "t1")) == ErrorCode::conflict);
  CHECK(must(kind.store->read_turn("s", "t1")).attempts == kMaxAttempts);
}

TEMPLATE_TEST_CASE("A session that is as long as one can be takes no more, and keeps what it has",
                   "[store]", MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  SessionExport session;
  const int turns = kMaxSessionMessages / 2;
  for (int i = 0; i < turns - 1; ++i) {
    const std::string turn = "t" + std::to_string(i);
    session.messages.push_back(question("question", turn).message);
    session.messages.push_back(answer("answer", turn).message);
  }
  must(store.import("s", session, "", kNow));

  // Room for one answer, not for two.
  NewQuestion compared = question("compared", "too-many-lanes");
  compared.attempts = 2;
  CHECK(refusal(store.append_question("s", compared)) == ErrorCode::conflict);
  NewQuestion last = question("last", "last");
  last.client_message_id = "c";
  must(store.append_question("s", last));
  reply(store, "s", "answer", "last");
  CHECK(page(store, "s").total == kMaxSessionMessages);

  NewQuestion one_more = question("one more", "one-more");
  one_more.client_message_id = "d";
  CHECK(refusal(store.append_question("s", one_more)) == ErrorCode::conflict);
  CHECK(refusal(store.add_attempt("s", "t0")) == ErrorCode::conflict);
  CHECK(refusal(store.read_turn("s", "one-more")) == ErrorCode::not_found);
  CHECK(page(store, "s").total == kMaxSessionMessages);

  // What was stored is known again, and what is deleted makes room.
  last.message.turn_id = "again";
  CHECK(must(store.append_question("s", last)).was_known);
  must(store.erase("s", page(store, "s").messages[0].id));
  CHECK(must(store.add_attempt("s", "t0")) == 1);
  must(store.erase("s", page(store, "s").messages[0].id));
  CHECK_FALSE(must(store.append_question("s", one_more)).was_known);
}
