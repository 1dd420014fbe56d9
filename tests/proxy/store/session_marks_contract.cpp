// What every SessionStore promises of changes to messages, and of what was made of them, on each
// kind of it.
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "shared/chat_json.h"
#include "tests/proxy/store/store_calls.h"
#include "tests/proxy/store/store_kinds.h"

using namespace magic;

namespace {

// Three turns with an answer each: ids[0] is the first question, ids[5] the last answer.
std::vector<std::string> talk(SessionStore& store) {
  std::vector<std::string> ids;
  for (const std::string turn : {"t1", "t2", "t3"}) {
    ids.push_back(ask(store, "s", "question " + turn, turn).id);
    ids.push_back(reply(store, "s", "answer " + turn, turn));
  }
  return ids;
}

StoredSummary summary_to(const std::string& id) { return {"so far", id, 4, "demo-1", kNow}; }
HeldResponse held_to(const std::string& id) { return {"resp_1", "gpt", id}; }

}  // namespace

TEMPLATE_TEST_CASE("A mark is on its message wherever that is read, until it is taken away",
                   "[store]", MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  const std::vector<std::string> ids = talk(store);
  must(store.mark("s", ids[1], Mark::pinned));
  must(store.mark("s", ids[2], Mark::excluded));
  CHECK(kind.events("s").back() == "marked message=" + ids[2]);

  const auto check = [&](const std::vector<Message>& messages) {
    REQUIRE(messages.size() == ids.size());
    for (const Message& message : messages) {
      CHECK(message.pinned == (message.id == ids[1]));
      CHECK(message.excluded == (message.id == ids[2]));
    }
  };
  check(memory(store, "s").messages);
  check(page(store, "s").messages);
  check(must(store.read_messages("s", ids)));

  must(store.mark("s", ids[1], Mark::excluded));  // one takes the other's place
  CHECK(must(store.read_messages("s", {ids[1]})).at(0).excluded);
  CHECK_FALSE(must(store.read_messages("s", {ids[1]})).at(0).pinned);
  must(store.mark("s", ids[1], Mark::none));
  CHECK_FALSE(must(store.read_messages("s", {ids[1]})).at(0).excluded);

  const std::size_t told = kind.events("s").size();
  must(store.mark("s", ids[1], Mark::none));
  must(store.mark("s", ids[2], Mark::excluded));
  CHECK(kind.events("s").size() == told);  // nothing changed
  CHECK(refusal(store.mark("other", ids[1], Mark::pinned)) == ErrorCode::not_found);
}

TEMPLATE_TEST_CASE("Pinned messages are remembered beyond the newest ones, each with its turn",
                   "[store]", MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  const std::vector<std::string> ids = talk(store);
  const std::string large = std::string(20'000, 'p');
  const std::string large_id = ask(store, "s", large, "t4").id;
  const std::string last = ask(store, "s", "last", "t5").id;
  must(store.mark("s", ids[0], Mark::pinned));
  must(store.mark("s", ids[2], Mark::excluded));
  must(store.mark("s", ids[3], Mark::pinned));
  must(store.mark("s", large_id, Mark::pinned));

  const StoredMemory newest = memory(store, "s", 10);
  CHECK(texts(newest.messages) == Texts{"last"});
  const Texts turns{"question t1", "answer t1", "question t2", "answer t2"};
  CHECK(texts(memory(store, "s", 10, last).older_pinned) == turns);
  REQUIRE(newest.older_pinned.size() == 5);
  CHECK(newest.older_pinned[0].pinned);
  CHECK_FALSE(newest.older_pinned[1].pinned);
  CHECK(newest.older_pinned[2].excluded);
  CHECK(newest.older_pinned[4].text == large);
  CHECK_FALSE(newest.reaches_beginning);
  CHECK(memory(store, "s").older_pinned.empty());  // they are among the newest
  CHECK(memory(store, "s").reaches_beginning);
  CHECK(texts(memory(store, "s", 10, ids[3]).older_pinned) == Texts{"question t1", "answer t1"});
}

TEMPLATE_TEST_CASE("Of many large pinned messages the newest are remembered", "[store]", MemoryKind,
                   RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  for (int i = 0; i < 7; ++i)
    must(store.mark("s", ask(store, "s", std::to_string(i) + std::string(1'000'000, 'p')).id,
                    Mark::pinned));
  ask(store, "s", "last");
  const StoredMemory newest = memory(store, "s", 10);
  REQUIRE(newest.older_pinned.size() == 5);  // the fifth one passes the limit
  CHECK(newest.older_pinned.front().text.front() == '2');
  CHECK(newest.older_pinned.back().text.front() == '6');
}

TEMPLATE_TEST_CASE("A session takes only so many marks", "[store]", MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  std::vector<std::string> ids;
  for (int i = 0; i < kMaxMarks; ++i) {
    ids.push_back(ask(store, "s", "x").id);
    if (i > 0) REQUIRE(store.mark("s", ids.back(), Mark::pinned).ok());
  }
  const std::string turn = "answered";
  ask(store, "s", "question", turn);
  const std::string chosen = reply(store, "s", "answer", turn);
  must(store.choose_answer("s", turn, chosen));

  CHECK(refusal(store.mark("s", ids[0], Mark::excluded)) == ErrorCode::conflict);
  must(store.mark("s", ids[1], Mark::excluded));  // changing one takes no place
  must(store.choose_answer("s", turn, chosen));
  must(store.mark("s", ids[1], Mark::none));
  must(store.mark("s", ids[0], Mark::excluded));
  ask(store, "s", "question", "late");
  const std::string late = reply(store, "s", "answer", "late");
  CHECK(refusal(store.choose_answer("s", "late", late)) == ErrorCode::conflict);
}

TEMPLATE_TEST_CASE("An erased message is gone, and every other one is where it was", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  const std::vector<std::string> ids = talk(store);
  const std::string large = ask(store, "s", std::string(200'000, 'x'), "t4").id;
  const std::string last = ask(store, "s", "last", "t5").id;
  must(store.mark("s", ids[2], Mark::pinned));

  for (const std::string& id : {ids[2], large}) {
    must(store.erase("s", id));
    CHECK(kind.events("s").back() == "deleted message=" + id);
  }
  const Texts left{"question t1", "answer t1", "answer t2", "question t3", "answer t3", "last"};
  CHECK(stored(store) == left);
  CHECK(texts(page(store, "s").messages) == left);
  CHECK(page(store, "s").total == 6);
  CHECK(must(store.info("s")).message_count == 6);
  CHECK(must(store.read_messages("s", {ids[2], ids[3]})).size() == 1);
  CHECK(texts(page(store, "s", ids[2], 1).messages) == Texts{"answer t2"});  // its place is known
  CHECK(memory(store, "s", 10).older_pinned.empty());
  CHECK(texts(memory(store, "s", 1, last).messages) == Texts{"answer t3"});
  CHECK(refusal(store.mark("s", ids[2], Mark::pinned)) == ErrorCode::not_found);

  const std::size_t told = kind.events("s").size();
  must(store.erase("s", large));  // again
  CHECK(page(store, "s").total == 6);
  CHECK(kind.events("s").size() == told);
  CHECK(ask(store, "s", "newer", "t6").message_count == 7);
  CHECK(refusal(store.erase("other", ids[0])) == ErrorCode::not_found);
}

TEMPLATE_TEST_CASE("An erased answer leaves its turn with its recipe, and its number stays taken",
                   "[store]", MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  ask(store, "s", "question", "t1");
  NewAnswer first = answer("first", "t1");
  first.recipe = "{}";
  const std::string id = must(store.append_answer("s", first)).id;
  must(store.erase("s", id));
  const StoredTurn turn = must(store.read_turn("s", "t1"));
  CHECK(turn.answers.empty());
  CHECK(turn.attempts == 1);
  CHECK(turn.erased == std::vector<int>{0});
  CHECK(turn.has_ended());
  CHECK(refusal(store.choose_answer("s", "t1", id)) == ErrorCode::not_found);
  CHECK(refusal(store.append_answer("s", first)) == ErrorCode::not_found);  // carried out twice
  CHECK(stored(store) == Texts{"question"});
  CHECK(must(store.add_attempt("s", "t1")) == 1);
  CHECK_FALSE(must(store.read_turn("s", "t1")).has_ended());
}

TEMPLATE_TEST_CASE("A session of erased messages only goes on", "[store]", MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  for (const std::string& id : talk(store)) must(store.erase("s", id));
  CHECK(stored(store).empty());
  CHECK(page(store, "s").messages.empty());
  CHECK(must(store.info("s")).message_count == 0);
  CHECK(must(store.read_turn("s", "t1")).attempts == 1);
  CHECK(ask(store, "s", "new", "t4").message_count == 1);
  CHECK(stored(store) == Texts{"new"});
}

// ---- what was made of it -----------------------------------------------------------------------

TEMPLATE_TEST_CASE("A summary and what a provider holds are kept with the session", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  CHECK(refusal(store.put_summary("s", summary_to("m0000000000"))) == ErrorCode::not_found);
  CHECK(refusal(store.put_held("s", held_to("m0000000000"))) == ErrorCode::not_found);
  CHECK(refusal(store.info("s")) == ErrorCode::not_found);

  const std::vector<std::string> ids = talk(store);
  CHECK_FALSE(memory(store, "s").summary);
  CHECK_FALSE(memory(store, "s").held);
  StoredSummary summary = summary_to(ids[1]);
  summary.text = "\"Alice\"\n\xe4\xbd\xa0 lives here.";
  must(store.put_summary("s", summary));
  must(store.put_held("s", held_to(ids[5])));
  CHECK(memory(store, "s").summary == summary);
  CHECK(memory(store, "s").held == held_to(ids[5]));
  must(store.put_summary("s", summary_to(ids[3])));
  CHECK(memory(store, "s").summary == summary_to(ids[3]));
  CHECK(memory(store, "s", 10, ids[2]).held == held_to(ids[5]));
}

TEMPLATE_TEST_CASE("The text of a summary is gone when something that it covers is erased",
                   "[store]", MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  const std::vector<std::string> ids = talk(store);
  const auto text_to = [&](const std::string& id) {
    return must(store.read_summary_text("s", id)).value_or("none");
  };
  CHECK(text_to(ids[1]) == "none");
  must(store.put_summary("s", summary_to(ids[1])));
  must(store.put_summary("s", summary_to(ids[3])));
  CHECK(text_to(ids[1]) == "so far");
  CHECK(text_to(ids[3]) == "so far");
  must(store.mark("s", ids[0], Mark::pinned));  // it was sent all the same
  CHECK(text_to(ids[3]) == "so far");
  must(store.erase("s", ids[2]));
  CHECK(text_to(ids[1]) == "so far");
  CHECK(text_to(ids[3]) == "none");
  must(store.erase("s", ids[0]));
  CHECK(text_to(ids[1]) == "none");
}

TEMPLATE_TEST_CASE("The texts of so many summaries are kept, the newest", "[store]", MemoryKind,
                   RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  std::vector<std::string> ids;
  for (int i = 0; i <= kMaxSummaryTexts; ++i) {
    ids.push_back(ask(store, "s", "x").id);
    must(store.put_summary("s", summary_to(ids.back())));
  }
  CHECK_FALSE(must(store.read_summary_text("s", ids.front())));
  CHECK(must(store.read_summary_text("s", ids[1])));
  CHECK(must(store.read_summary_text("s", ids.back())));
}

TEMPLATE_TEST_CASE("When the current answer is erased, the next one is current", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  ask(store, "s", "question", "t1");
  const std::string first = reply(store, "s", "first", "t1");
  must(store.add_attempt("s", "t1"));
  const std::string second = reply(store, "s", "second", "t1", 1);
  must(store.erase("s", first));
  CHECK(must(store.read_messages("s", {second})).at(0).current);
  CHECK(must(store.read_turn("s", "t1")).current_answer_id == second);
  CHECK(kind.events("s").back() == "chosen message=" + second + " turn=t1");
  must(store.erase("s", second));
  CHECK(must(store.read_turn("s", "t1")).current_answer_id.empty());
}

TEMPLATE_TEST_CASE("What was made of a message is forgotten when the message changes", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  const std::vector<std::string> ids = talk(store);
  must(store.add_attempt("s", "t2"));
  const std::string other = reply(store, "s", "another answer t2", "t2", 1);
  // The summary covers two turns, the provider holds three.
  const auto put = [&] {
    must(store.put_summary("s", summary_to(ids[3])));
    must(store.put_held("s", held_to(ids[5])));
  };
  const auto left = [&] {
    const StoredMemory now = memory(store, "s");
    return std::pair(now.summary.has_value(), now.held.has_value());
  };
  const std::pair both(true, true), summary_only(true, false), neither(false, false);

  put();
  must(store.mark("s", other, Mark::pinned));  // newer than both
  CHECK(left() == both);
  must(store.mark("s", ids[4], Mark::excluded));
  CHECK(left() == summary_only);
  put();
  must(store.mark("s", ids[3], Mark::excluded));
  CHECK(left() == neither);
  put();
  must(store.mark("s", ids[3], Mark::excluded));  // as it was
  CHECK(left() == both);
  must(store.mark("s", ids[3], Mark::none));
  CHECK(left() == neither);
  put();
  must(store.choose_answer("s", "t2", other));  // newer, but an older one does not count any more
  CHECK(left() == neither);
  put();
  must(store.choose_answer("s", "t2", ids[3]));
  CHECK(left() == neither);
  put();
  must(store.erase("s", other));
  CHECK(left() == both);
  must(store.erase("s", ids[5]));
  CHECK(left() == summary_only);
  must(store.erase("s", ids[0]));
  CHECK(left() == neither);
}

TEMPLATE_TEST_CASE("What was made of messages that changed meanwhile is not taken", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  const std::vector<std::string> ids = talk(store);
  const auto put = [&](const std::string& made_from) {
    StoredSummary summary = summary_to(ids[3]);
    summary.made_from = made_from;
    HeldResponse held = held_to(ids[3]);
    held.made_from = made_from;
    const auto refused = refusal(store.put_held("s", held));
    CHECK(refusal(store.put_summary("s", summary)) == refused);
    if (!refused) CHECK(memory(store, "s").summary == summary);
    if (!refused) CHECK(memory(store, "s").held == held);
    return refused;
  };
  const std::string at_first = memory(store, "s").revision;
  CHECK_FALSE(at_first.empty());
  ask(store, "s", "one more", "t4");  // changes nothing that was there
  CHECK(put(at_first) == std::nullopt);

  const std::vector<std::function<void()>> changes{
      [&] { must(store.mark("s", ids[0], Mark::pinned)); },
      [&] { must(store.choose_answer("s", "t1", ids[1])); },
      [&] { must(store.erase("s", ids[0])); },
  };
  for (const std::function<void()>& change : changes) {
    const std::string before = memory(store, "s").revision;
    change();
    CHECK(put(before) == ErrorCode::conflict);
    CHECK_FALSE(memory(store, "s").summary);
    CHECK(put(memory(store, "s").revision) == std::nullopt);
  }
}
