// What every SessionStore promises to many callers at once, on each kind of it.
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/proxy/store/store_calls.h"
#include "tests/proxy/store/store_kinds.h"

using namespace magic;

TEMPLATE_TEST_CASE("Writers at the same time lose nothing and keep their own order", "[store]",
                   MemoryKind, RedisKind) {
  constexpr int kWriters = 8;
  constexpr int kEach = 25;
  TestType kind;
  std::vector<std::vector<std::string>> ids(kWriters);
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer)
    writers.emplace_back([&, writer] {
      for (int i = 0; i < kEach; ++i) {
        const std::string turn = "t" + std::to_string(writer) + "_" + std::to_string(i);
        const Result<QuestionStored> asked = kind.store->append_question(
            "s", question(std::to_string(writer) + " " + std::to_string(2 * i), turn));
        if (asked) ids[writer].push_back(asked.value().id);
        const Result<Appended> answered = kind.store->append_answer(
            "s", answer(std::to_string(writer) + " " + std::to_string(2 * i + 1), turn));
        if (answered) ids[writer].push_back(answered.value().id);
      }
    });
  for (std::thread& writer : writers) writer.join();

  std::set<std::string> promised;
  for (const std::vector<std::string>& each : ids) {
    CHECK(each.size() == 2 * kEach);
    CHECK(std::is_sorted(each.begin(), each.end()));
    promised.insert(each.begin(), each.end());
  }
  const std::vector<Message> all = walk(*kind.store, "s", 100);
  std::set<std::string> found;
  std::vector<int> next(kWriters, 0);
  for (const Message& message : all) {
    found.insert(message.id);
    const int writer = std::stoi(message.text);
    CHECK(message.text == std::to_string(writer) + " " + std::to_string(next[writer]++));
  }
  CHECK(all.size() == 2 * kWriters * kEach);
  CHECK(found == promised);
  CHECK(page(*kind.store, "s").total == 2 * kWriters * kEach);
  CHECK(kind.events("s").size() == 2 * kWriters * kEach);
}

TEMPLATE_TEST_CASE("Who reads while others write sees whole messages under their true ids",
                   "[store]", MemoryKind, RedisKind) {
  TestType kind;
  SessionStore& store = *kind.store;
  std::atomic<int> writing = 4;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer)
    writers.emplace_back([&, writer] {
      for (int i = 0; i < 100; ++i) {
        const std::string name = std::to_string(writer) + "_" + std::to_string(i);
        static_cast<void>(store.append_question("s", question(name, "t" + name)).ok());
      }
      --writing;
    });
  std::map<std::string, std::string> seen;  // id -> text
  int looks = 0, lies = 0;
  while (writing > 0) {
    const Result<StoredMemory> newest = store.read_memory("s", 2'000, {});
    const Result<MessagePage> first = store.read_page("s", {}, 500);
    for (const auto* messages :
         {newest ? &newest.value().messages : nullptr, first ? &first.value().messages : nullptr}) {
      if (messages == nullptr) continue;
      ++looks;
      for (const Message& message : *messages) {
        const auto [known, is_new] = seen.try_emplace(message.id, message.text);
        if (!is_new && known->second != message.text) ++lies;
      }
    }
  }
  for (std::thread& writer : writers) writer.join();
  CHECK(looks > 0);
  CHECK(lies == 0);
  const std::vector<Message> all = walk(store, "s", 500);
  CHECK(all.size() == 400);
  for (const Message& message : all) seen.erase(message.id);
  CHECK(seen.empty());  // no id that was not there in the end
}

TEMPLATE_TEST_CASE("The same question from many at once is stored once", "[store]", MemoryKind,
                   RedisKind) {
  TestType kind;
  std::vector<QuestionStored> results(8);
  std::vector<std::thread> writers;
  for (std::size_t writer = 0; writer < results.size(); ++writer)
    writers.emplace_back([&, writer] {
      NewQuestion asked = question("once", "t" + std::to_string(writer));
      asked.client_message_id = "c1";
      const Result<QuestionStored> result = kind.store->append_question("s", asked);
      if (result) results[writer] = result.value();
    });
  for (std::thread& writer : writers) writer.join();

  CHECK(stored(*kind.store) == Texts{"once"});
  CHECK(std::count_if(results.begin(), results.end(),
                      [](const QuestionStored& each) { return each.was_known; }) == 7);
  for (const QuestionStored& result : results) {
    CHECK(result.id == results[0].id);
    CHECK(result.turn_id == results[0].turn_id);
  }
}
