// What every SessionStore promises of messages, on each kind of it. Turns, marks, lists and
// many callers at once have files of their own.
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/chat_json.h"
#include "tests/proxy/store/store_calls.h"
#include "tests/proxy/store/store_kinds.h"

using namespace magic;

TEMPLATE_TEST_CASE("A store gives messages back as they were said, oldest first", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;

  NewQuestion asked = question("What's my name?", "t1");
  asked.message.mode = Mode::stateful;
  asked.message.provider = ProviderId::demo;
  asked.message.model = "demo-1";
  const QuestionStored first = must(store.append_question("s", asked));
  CHECK(first.message_count == 1);
  CHECK(first.turn_id == "t1");
  CHECK_FALSE(first.was_known);

  NewAnswer given = answer("Alice", "t1");
  given.message.reasoning = "She said so.";
  given.message.status = Ending::upstream_error;
  given.message.usage = Usage{10, 2, std::nullopt, 0};
  given.message.timing = Timing{12, 34, 5.5};
  given.message.error = Error{ErrorCode::upstream_timeout, "It broke off.", "", true, 3};
  given.message.cost_usd = 0.25;
  const Appended second = must(store.append_answer("s", given));
  CHECK(second.message_count == 2);
  NewAnswer other = answer("Bob", "t1", 3);
  const std::string third = must(store.append_answer("s", other)).id;

  asked.message.id = first.id;
  given.message.id = second.id;
  other.message.id = third;
  other.message.current = false;
  const std::vector said{asked.message, given.message, other.message};
  CHECK(memory(store, "s").messages == said);
  CHECK(page(store, "s").messages == said);
  CHECK(must(store.read_messages("s", {first.id, second.id, third})) == said);
}

TEMPLATE_TEST_CASE("A store keeps any text unchanged", "[store]", MemoryKind, RedisKind) {
  TestType kind;
  const Texts said{
      "",
      "two\nlines\r\nand a tab\t",
      R"("quotes" \ and {"json":"in it"})",
      "你好, Привет, שלום, 👩‍👩‍👧‍👦 \u2028 end",
      std::string("a zero \0 byte", 13),
      std::string(100'000, 'x'),
      "%s %b $1 \x01\x7f",
      "*3\r\n$3\r\nDEL\r\n",
      "return redis.call('FLUSHALL') -- ]] ' \"",
  };
  for (const std::string& text : said) ask(*kind.store, "s", text);
  CHECK(stored(*kind.store) == said);
}

TEMPLATE_TEST_CASE("The id and the marks of a message to be stored are not taken from it",
                   "[store]", MemoryKind, RedisKind) {
  TestType kind;
  NewQuestion spoofed = question("hello", "t1");
  spoofed.message.id = "m0000009999";
  spoofed.message.pinned = spoofed.message.excluded = true;
  spoofed.message.current = false;
  const std::string id = must(kind.store->append_question("s", spoofed)).id;
  const Message found = memory(*kind.store, "s").messages.at(0);
  CHECK(found.id == id);
  CHECK(found.id != "m0000009999");
  CHECK_FALSE(found.pinned);
  CHECK_FALSE(found.excluded);
  CHECK(found.current);
}

TEMPLATE_TEST_CASE("An unknown session reads as an empty one", "[store]", MemoryKind, RedisKind) {
  TestType kind;
  CHECK(memory(*kind.store, "nobody") == StoredMemory{});
  const MessagePage nothing = page(*kind.store, "nobody");
  CHECK(nothing.session_id == "nobody");
  CHECK(nothing.messages.empty());
  CHECK(nothing.total == 0);
  CHECK(nothing.ttl_seconds == 0);
  CHECK_FALSE(nothing.next);
  CHECK(page(*kind.store, "nobody", "m0000000000").messages.empty());
  CHECK(must(kind.store->read_messages("nobody", {"m0000000000"})).empty());
  CHECK(kind.store->clear("nobody", "owner").ok());
  CHECK(kind.events("nobody").empty());
  CHECK(kind.store->ping().ok());
}

TEMPLATE_TEST_CASE("Pages walk over a thousand messages and see each once", "[store]", MemoryKind,
                   RedisKind) {
  TestType kind;
  Texts said;
  std::vector<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    said.push_back("message " + std::to_string(i) + std::string(i % 97 * 10, '.'));
    const QuestionStored appended = ask(*kind.store, "s", said.back());
    REQUIRE(appended.message_count == i + 1);
    ids.push_back(appended.id);
  }
  CHECK(std::is_sorted(ids.begin(), ids.end()));
  CHECK(std::set(ids.begin(), ids.end()).size() == ids.size());

  for (const int limit : {1000, 97, 500}) {
    const std::vector<Message> seen = walk(*kind.store, "s", limit);
    CHECK(texts(seen) == said);
    CHECK(
        std::equal(seen.begin(), seen.end(), ids.begin(), ids.end(),
                   [](const Message& message, const std::string& id) { return message.id == id; }));
  }
  CHECK(page(*kind.store, "s", {}, 1000).next == std::nullopt);
  CHECK(page(*kind.store, "s", {}, 1).total == 1000);
  CHECK(page(*kind.store, "s", ids[998], 5).messages.size() == 1);
  CHECK(page(*kind.store, "s", ids[999], 5).messages.empty());
  CHECK(page(*kind.store, "s", ids[999], 5).next == std::nullopt);

  // By their ids: in the order asked for, in more than one round trip.
  std::vector<std::string> backwards(ids.rbegin(), ids.rend());
  const Texts found = texts(must(kind.store->read_messages("s", backwards)));
  CHECK(found == Texts(said.rbegin(), said.rend()));
}

TEMPLATE_TEST_CASE("An id that begins no message finds nothing", "[store]", MemoryKind, RedisKind) {
  TestType kind;
  const std::string first = ask(*kind.store, "s", "one").id;
  ask(*kind.store, "s", "two");
  for (const std::string& id :
       {std::string(), std::string("m"), std::string("m0"), std::string("x000000000"),
        std::string("m0000000001"), std::string("m9999999999"), std::string("m-000000001"),
        std::string("m00000000000"), std::string("*"), first + "x"}) {
    CAPTURE(id);
    const MessagePage none = page(*kind.store, "s", id);
    CHECK(none.messages.empty());
    CHECK_FALSE(none.next);
    CHECK(none.total == 2);
    CHECK(texts(must(kind.store->read_messages("s", {id, first}))) == Texts{"one"});
    CHECK(refusal(kind.store->mark("s", id, Mark::pinned)) == ErrorCode::not_found);
    CHECK(refusal(kind.store->erase("s", id)) == ErrorCode::not_found);
  }
  CHECK(stored(*kind.store) == Texts{"one", "two"});
}

TEMPLATE_TEST_CASE("Pages and ids find messages that are larger than what is read at once",
                   "[store]", MemoryKind, RedisKind) {
  TestType kind;
  const Texts said{"small", std::string(700'000, 'a'), "small too", std::string(300'000, '\n'),
                   "last"};
  std::vector<std::string> ids;
  for (const std::string& text : said) ids.push_back(ask(*kind.store, "s", text).id);
  CHECK(texts(walk(*kind.store, "s", 1)) == said);
  CHECK(texts(walk(*kind.store, "s", 100)) == said);
  CHECK(texts(page(*kind.store, "s", ids[1], 100).messages) == Texts{said[2], said[3], said[4]});
  CHECK(texts(must(kind.store->read_messages("s", ids))) == said);

  // Lines about as long as what is read of each at first.
  ids.clear();
  Texts near;
  for (std::size_t size = 3'900; size < 4'110; ++size) {
    near.push_back(std::string(size, 'n'));
    ids.push_back(ask(*kind.store, "near", near.back()).id);
  }
  CHECK(texts(must(kind.store->read_messages("near", ids))) == near);
}

TEMPLATE_TEST_CASE("A memory holds the newest whole messages that fit", "[store]", MemoryKind,
                   RedisKind) {
  TestType kind;
  std::vector<std::string> ids;
  for (int i = 0; i < 10; ++i)
    ids.push_back(ask(*kind.store, "s", std::to_string(i), "t" + std::to_string(i)).id);
  const std::size_t line = to_json(question("0", "t0").message).size() + 1;

  for (std::size_t fitting = 1; fitting <= 10; ++fitting) {
    CHECK(memory(*kind.store, "s", fitting * line).messages.size() == fitting);
    CHECK(memory(*kind.store, "s", fitting * line + line - 1).messages.size() == fitting);
  }
  CHECK(texts(memory(*kind.store, "s", 2 * line).messages) == Texts{"8", "9"});
  CHECK(memory(*kind.store, "s", 2 * line).message_count == 10);
  CHECK(memory(*kind.store, "s", 2 * line).messages[0].id == ids[8]);
  CHECK(memory(*kind.store, "s", std::numeric_limits<std::size_t>::max()).messages.size() == 10);

  // Before a message: the same, as if the session ended there.
  for (std::size_t older = 1; older <= 9; ++older)
    for (std::size_t fitting = 1; fitting <= 9; ++fitting)
      for (const std::size_t more : {std::size_t{0}, line - 1}) {
        const StoredMemory part = memory(*kind.store, "s", fitting * line + more, ids[older]);
        REQUIRE(part.messages.size() == std::min(older, fitting));
        CHECK(part.messages.back().id == ids[older - 1]);
        CHECK(part.message_count == 10);
      }
  CHECK(memory(*kind.store, "s", kAll, ids[0]).messages.empty());
  CHECK(memory(*kind.store, "s", kAll, "m9999999999").messages.empty());
  CHECK(memory(*kind.store, "s", kAll, "no id").messages.empty());
}

TEMPLATE_TEST_CASE("A memory holds the newest message even when that alone is too large", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  ask(*kind.store, "s", "before");
  for (const std::size_t size : {1'000, 200'000, 2'000'000}) {
    const std::string large(size, 'x');
    const std::string id = ask(*kind.store, "s", large).id;
    for (const std::size_t max_bytes : {0, 1, 100}) {
      const StoredMemory newest = memory(*kind.store, "s", max_bytes);
      REQUIRE(newest.messages.size() == 1);
      CHECK(newest.messages[0].text == large);
      CHECK(newest.messages[0].id == id);
    }
    const std::string next = ask(*kind.store, "s", "after it").id;
    CHECK(texts(memory(*kind.store, "s", 1, next).messages) == Texts{large});
  }
  const std::string only = ask(*kind.store, "first", std::string(300'000, 'y')).id;
  CHECK(memory(*kind.store, "first", 10).messages.size() == 1);
  ask(*kind.store, "first", "second");
  CHECK(memory(*kind.store, "first", 10, only).messages.empty());
}

TEMPLATE_TEST_CASE("Clearing forgets one session and no other", "[store]", MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  const std::vector<std::string> sessions{"a", "a_b", "a-b", "A", "aa", "a_"};
  for (const std::string& session : sessions) {
    ask(store, session, "in " + session, "t1");
    ask(store, session, "again", "t2");
  }
  must(store.mark("a", "m0000000000", Mark::pinned));
  must(store.put_summary("a", {"all", "m0000000000", 1, "m", kNow}));
  REQUIRE(store.clear("a", "").ok());
  CHECK(kind.events("a").back() == "cleared");

  CHECK(memory(store, "a") == StoredMemory{});
  CHECK(page(store, "a").total == 0);
  CHECK(refusal(store.info("a")) == ErrorCode::not_found);
  CHECK(refusal(store.read_turn("a", "t1")) == ErrorCode::not_found);
  CHECK(refusal(store.append_answer("a", answer("late", "t1"))) == ErrorCode::not_found);
  for (const std::string& session : sessions) {
    if (session == "a") continue;
    CHECK(stored(store, session) == Texts{"in " + session, "again"});
  }

  // Its id may be used again at once, and nothing of before is in it.
  const QuestionStored anew = ask(store, "a", "anew", "t1");
  CHECK(anew.message_count == 1);
  CHECK_FALSE(memory(store, "a").messages.at(0).pinned);
  CHECK_FALSE(memory(store, "a").summary);
  CHECK(stored(store, "a") == Texts{"anew"});
  CHECK(page(store, "a").ttl_seconds > kTtlSeconds - 60);
  CHECK(kind.events("a").back() == "message message=" + anew.id + " turn=t1");
}

TEMPLATE_TEST_CASE("A session lives on with each message and ends with its time", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  ask(*kind.store, "s", "one", "t1");
  CHECK(page(*kind.store, "s").ttl_seconds > kTtlSeconds - 60);

  kind.age("s", kTtlSeconds - 100);
  CHECK(page(*kind.store, "s").ttl_seconds <= 100);
  CHECK(ask(*kind.store, "s", "two", "t2").message_count == 2);
  CHECK(page(*kind.store, "s").ttl_seconds > kTtlSeconds - 60);
  kind.age("s", kTtlSeconds - 100);
  reply(*kind.store, "s", "answer", "t2");
  CHECK(must(kind.store->info("s")).ttl_seconds > kTtlSeconds - 60);
  CHECK(memory(*kind.store, "s").messages.size() == 3);  // reading did not shorten it

  const std::vector<std::function<void()>> changes{
      [&] { must(kind.store->mark("s", "m0000000000", Mark::pinned)); },
      [&] { must(kind.store->erase("s", "m0000000000")); },
      [&] { must(kind.store->add_attempt("s", "t2")); },
      [&] { must(kind.store->patch("s", {})); },
  };
  for (const std::function<void()>& change : changes) {
    kind.age("s", kTtlSeconds - 100);
    change();
    CHECK(page(*kind.store, "s").ttl_seconds > kTtlSeconds - 60);
  }

  kind.age("s", kTtlSeconds);
  CHECK(memory(*kind.store, "s") == StoredMemory{});
  CHECK(page(*kind.store, "s").ttl_seconds == 0);
  CHECK(refusal(kind.store->append_answer("s", answer("late", "t2", 1))) == ErrorCode::not_found);
  // The count begins anew, whatever outlived the messages.
  CHECK(ask(*kind.store, "s", "three", "t1").message_count == 1);
  CHECK(ask(*kind.store, "s", "four", "t2").message_count == 2);
  CHECK(stored(*kind.store) == Texts{"three", "four"});
}
