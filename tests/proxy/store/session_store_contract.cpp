// What every SessionStore promises, on each kind of it.
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "shared/chat_json.h"
#include "tests/proxy/store/store_kinds.h"

using namespace magic;

namespace {

constexpr std::size_t kAll = 1'000'000;

Appended append(SessionStore& store, const std::string& session, const Message& message) {
  Result<Appended> appended = store.append(session, message);
  REQUIRE(appended.ok());
  return std::move(appended).value();
}

Tail tail(SessionStore& store, const std::string& session, std::size_t max_bytes = kAll) {
  Result<Tail> read = store.read_tail(session, max_bytes);
  REQUIRE(read.ok());
  return std::move(read).value();
}

MessagePage page(SessionStore& store, const std::string& session,
                 const std::optional<std::string>& after = {}, int limit = 100) {
  Result<MessagePage> read = store.read_page(session, after, limit);
  REQUIRE(read.ok());
  return std::move(read).value();
}

std::vector<std::string> texts(const std::vector<Message>& messages) {
  std::vector<std::string> texts;
  for (const Message& message : messages) texts.push_back(message.text);
  return texts;
}

// Every message, page by page as a client walks.
std::vector<Message> walk(SessionStore& store, const std::string& session, int limit) {
  std::vector<Message> seen;
  std::optional<std::string> after;
  do {
    MessagePage next = page(store, session, after, limit);
    REQUIRE(next.messages.size() <= static_cast<std::size_t>(limit));
    seen.insert(seen.end(), next.messages.begin(), next.messages.end());
    after = next.next;
    REQUIRE(seen.size() <= 100'000);
  } while (after);
  return seen;
}

}  // namespace

TEMPLATE_TEST_CASE("A store gives messages back as they were said, oldest first", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;

  Message question = user_says("What's my name?");
  question.mode = Mode::stateful;
  question.provider = ProviderId::demo;
  question.model = "demo-1";
  const std::string turn = append(store, "s", question).id;

  Message answer;
  answer.role = Role::assistant;
  answer.turn_id = turn;
  answer.text = "Alice";
  answer.reasoning = "She said so.";
  answer.status = Ending::upstream_error;
  answer.usage = Usage{10, 2, std::nullopt, 0};
  answer.timing = Timing{12, 34, 5.5};
  answer.error = Error{ErrorCode::upstream_timeout, "It broke off.", "", true, 3};
  const std::string answer_id = append(store, "s", answer).id;

  question.id = question.turn_id = turn;
  answer.id = answer_id;
  CHECK(tail(store, "s").messages == std::vector{question, answer});
  CHECK(page(store, "s").messages == std::vector{question, answer});
}

TEMPLATE_TEST_CASE("A store keeps any text unchanged", "[store]", MemoryKind, RedisKind) {
  TestType kind;
  const std::vector<std::string> said{
      "",
      "two\nlines\r\nand a tab\t",
      R"("quotes" \ and {"json":"in it"})",
      "你好, Привет, שלום, 👩‍👩‍👧‍👦 \u2028 end",
      std::string("a zero \0 byte", 13),
      std::string(100'000, 'x'),
      "%s %b $1 \x01\x7f",
      "*3\r\n$3\r\nDEL\r\n",
  };
  for (const std::string& text : said) append(*kind.store, "s", user_says(text));
  CHECK(texts(tail(*kind.store, "s").messages) == said);
}

TEMPLATE_TEST_CASE("A user message without a turn starts one that has its own id", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  Message spoofed = user_says("hello");
  spoofed.id = "m0000009999";
  const Appended first = append(*kind.store, "s", spoofed);
  Message in_turn = user_says("again");
  in_turn.turn_id = first.id;
  append(*kind.store, "s", in_turn);

  const std::vector<Message> stored = tail(*kind.store, "s").messages;
  REQUIRE(stored.size() == 2);
  CHECK(stored[0].id == first.id);
  CHECK(stored[0].turn_id == first.id);
  CHECK(stored[1].id != first.id);
  CHECK(stored[1].turn_id == first.id);
}

TEMPLATE_TEST_CASE("An unknown session is empty, not an error", "[store]", MemoryKind, RedisKind) {
  TestType kind;
  CHECK(tail(*kind.store, "nobody").messages.empty());
  CHECK(tail(*kind.store, "nobody").message_count == 0);
  const MessagePage nothing = page(*kind.store, "nobody");
  CHECK(nothing.session_id == "nobody");
  CHECK(nothing.messages.empty());
  CHECK(nothing.total == 0);
  CHECK(nothing.ttl_seconds == 0);
  CHECK_FALSE(nothing.next);
  CHECK(page(*kind.store, "nobody", "m0000000000").messages.empty());
  CHECK(kind.store->clear("nobody").ok());
  CHECK(kind.store->ping().ok());
}

TEMPLATE_TEST_CASE("Pages walk over a thousand messages and see each once", "[store]", MemoryKind,
                   RedisKind) {
  TestType kind;
  std::vector<std::string> said;
  std::vector<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    said.push_back("message " + std::to_string(i) + std::string(i % 97 * 10, '.'));
    const Appended appended = append(*kind.store, "s", user_says(said.back()));
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
}

TEMPLATE_TEST_CASE("A page after an id that begins no message is empty", "[store]", MemoryKind,
                   RedisKind) {
  TestType kind;
  const std::string first = append(*kind.store, "s", user_says("one")).id;
  append(*kind.store, "s", user_says("two"));
  for (const std::string& id :
       {std::string(), std::string("m"), std::string("m0"), std::string("x000000000"),
        std::string("m0000000001"), std::string("m9999999999"), std::string("m-000000001"),
        std::string("m00000000000"), std::string("*"), first + "x"}) {
    CAPTURE(id);
    const MessagePage none = page(*kind.store, "s", id);
    CHECK(none.messages.empty());
    CHECK_FALSE(none.next);
    CHECK(none.total == 2);
  }
}

TEMPLATE_TEST_CASE("Pages hold messages that are larger than what is read at once", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  const std::vector<std::string> said{"small", std::string(700'000, 'a'), "small too",
                                      std::string(300'000, '\n'), "last"};
  std::vector<std::string> ids;
  for (const std::string& text : said) ids.push_back(append(*kind.store, "s", user_says(text)).id);
  CHECK(texts(walk(*kind.store, "s", 1)) == said);
  CHECK(texts(walk(*kind.store, "s", 100)) == said);
  CHECK(texts(page(*kind.store, "s", ids[1], 100).messages) ==
        std::vector<std::string>{said[2], said[3], said[4]});
}

TEMPLATE_TEST_CASE("A tail holds the newest whole messages that fit", "[store]", MemoryKind,
                   RedisKind) {
  TestType kind;
  for (int i = 0; i < 10; ++i) append(*kind.store, "s", user_says(std::to_string(i)));
  const std::size_t line = to_json(user_says("0")).size() + 1;

  for (std::size_t fitting = 1; fitting <= 10; ++fitting) {
    CHECK(tail(*kind.store, "s", fitting * line).messages.size() == fitting);
    CHECK(tail(*kind.store, "s", fitting * line + line - 1).messages.size() == fitting);
  }
  CHECK(texts(tail(*kind.store, "s", 2 * line).messages) == std::vector<std::string>{"8", "9"});
  CHECK(tail(*kind.store, "s", 2 * line).message_count == 10);
  CHECK(tail(*kind.store, "s", 2 * line).messages[0].id == walk(*kind.store, "s", 100)[8].id);
  CHECK(tail(*kind.store, "s", std::numeric_limits<std::size_t>::max()).messages.size() == 10);
}

TEMPLATE_TEST_CASE("A tail holds the newest message even when that alone is too large", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  append(*kind.store, "s", user_says("before"));
  for (const std::size_t size : {1'000, 200'000, 2'000'000}) {
    const std::string large(size, 'x');
    const std::string id = append(*kind.store, "s", user_says(large)).id;
    for (const std::size_t max_bytes : {0, 1, 100}) {
      const Tail newest = tail(*kind.store, "s", max_bytes);
      REQUIRE(newest.messages.size() == 1);
      CHECK(newest.messages[0].text == large);
      CHECK(newest.messages[0].id == id);
    }
  }
  append(*kind.store, "first", user_says(std::string(300'000, 'y')));
  CHECK(tail(*kind.store, "first", 10).messages.size() == 1);
}

TEMPLATE_TEST_CASE("Clearing forgets one session and no other", "[store]", MemoryKind, RedisKind) {
  TestType kind;
  const std::vector<std::string> sessions{"a", "a_b", "a-b", "A", "aa", "a_"};
  for (const std::string& session : sessions) {
    append(*kind.store, session, user_says("in " + session));
    append(*kind.store, session, user_says("again"));
  }
  REQUIRE(kind.store->clear("a").ok());

  CHECK(tail(*kind.store, "a").messages.empty());
  CHECK(tail(*kind.store, "a").message_count == 0);
  CHECK(page(*kind.store, "a").total == 0);
  for (const std::string& session : sessions) {
    if (session == "a") continue;
    CHECK(texts(tail(*kind.store, session).messages) ==
          std::vector<std::string>{"in " + session, "again"});
    CHECK(tail(*kind.store, session).message_count == 2);
  }
  CHECK(append(*kind.store, "a", user_says("anew")).message_count == 1);
  CHECK(texts(tail(*kind.store, "a").messages) == std::vector<std::string>{"anew"});
}

TEMPLATE_TEST_CASE("Writers at the same time lose nothing and keep their own order", "[store]",
                   MemoryKind, RedisKind) {
  constexpr int kWriters = 8;
  constexpr int kEach = 50;
  TestType kind;
  std::vector<std::vector<std::string>> ids(kWriters);
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer)
    writers.emplace_back([&, writer] {
      for (int i = 0; i < kEach; ++i) {
        const Result<Appended> appended =
            kind.store->append("s", user_says(std::to_string(writer) + " " + std::to_string(i)));
        if (appended) ids[writer].push_back(appended.value().id);
      }
    });
  for (std::thread& writer : writers) writer.join();

  std::set<std::string> promised;
  for (const std::vector<std::string>& each : ids) {
    CHECK(each.size() == kEach);
    CHECK(std::is_sorted(each.begin(), each.end()));
    promised.insert(each.begin(), each.end());
  }
  const std::vector<Message> stored = walk(*kind.store, "s", 100);
  std::set<std::string> found;
  std::vector<int> next(kWriters, 0);
  for (const Message& message : stored) {
    found.insert(message.id);
    const int writer = std::stoi(message.text);
    CHECK(message.text == std::to_string(writer) + " " + std::to_string(next[writer]++));
  }
  CHECK(stored.size() == kWriters * kEach);
  CHECK(found == promised);
  CHECK(page(*kind.store, "s").total == kWriters * kEach);
}

TEMPLATE_TEST_CASE("A session lives on with each message and ends with its time", "[store]",
                   MemoryKind, RedisKind) {
  TestType kind;
  append(*kind.store, "s", user_says("one"));
  CHECK(page(*kind.store, "s").ttl_seconds > kTtlSeconds - 60);

  kind.age("s", kTtlSeconds - 100);
  CHECK(page(*kind.store, "s").ttl_seconds <= 100);
  CHECK(append(*kind.store, "s", user_says("two")).message_count == 2);
  CHECK(page(*kind.store, "s").ttl_seconds > kTtlSeconds - 60);
  CHECK(tail(*kind.store, "s").messages.size() == 2);  // reading did not shorten it

  kind.age("s", kTtlSeconds);
  CHECK(tail(*kind.store, "s").messages.empty());
  CHECK(tail(*kind.store, "s").message_count == 0);
  CHECK(page(*kind.store, "s").ttl_seconds == 0);
  // The count begins anew, whatever outlived the messages.
  CHECK(append(*kind.store, "s", user_says("three")).message_count == 1);
  CHECK(append(*kind.store, "s", user_says("four")).message_count == 2);
  CHECK(page(*kind.store, "s").total == 2);
}
