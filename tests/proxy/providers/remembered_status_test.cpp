#include "proxy/providers/remembered_status.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <future>
#include <thread>
#include <vector>

#include "tests/proxy/providers/test_clock.h"

using namespace magic;
using namespace magic::test;

namespace {

ProviderStatus status_saying(std::string reason) {
  ProviderStatus status;
  status.reason = std::move(reason);
  return status;
}

}  // namespace

TEST_CASE("a status is asked for again only when it is old") {
  TestClock clock;
  RememberedStatus remembered(clock);
  int asked = 0;
  const auto ask = [&] { return status_saying(std::to_string(++asked)); };
  CHECK(remembered.get(ask).reason == "1");
  clock.pass(RememberedStatus::kFreshMs - 1);
  CHECK(remembered.get(ask).reason == "1");
  clock.pass(1);
  CHECK(remembered.get(ask).reason == "2");
}

TEST_CASE("while one thread asks, the others get the last known status at once") {
  TestClock clock;
  RememberedStatus remembered(clock);
  CHECK(remembered.get([] { return status_saying("old"); }).reason == "old");
  clock.pass(RememberedStatus::kFreshMs);

  std::promise<void> asking;
  std::promise<void> may_answer;
  std::future<ProviderStatus> asker = std::async(std::launch::async, [&] {
    return remembered.get([&] {
      asking.set_value();
      may_answer.get_future().wait();
      return status_saying("new");
    });
  });
  asking.get_future().wait();
  CHECK(remembered.get([] { return status_saying("asked twice"); }).reason == "old");
  may_answer.set_value();
  CHECK(asker.get().reason == "new");
}

TEST_CASE("before the first answer everybody waits for it, and it is asked for once") {
  TestClock clock;
  RememberedStatus remembered(clock);
  std::atomic<int> asked = 0;
  std::promise<void> is_asking, go_on;
  const auto ask = [&] {
    if (++asked == 1) is_asking.set_value();
    go_on.get_future().wait();
    return status_saying("first");
  };
  std::vector<std::future<ProviderStatus>> askers;
  askers.push_back(std::async(std::launch::async, [&] { return remembered.get(ask); }));
  is_asking.get_future().wait();
  for (int i = 0; i < 7; ++i)
    askers.push_back(std::async(std::launch::async, [&] { return remembered.get(ask); }));
  for (auto& asker : askers)
    CHECK(asker.wait_for(std::chrono::milliseconds(5)) == std::future_status::timeout);
  go_on.set_value();
  for (auto& asker : askers) CHECK(asker.get().reason == "first");
  CHECK(asked == 1);
}

TEST_CASE("a status that is old is not handed out while a new one is asked for") {
  TestClock clock;
  RememberedStatus remembered(clock);
  CHECK(remembered.get([] { return status_saying("old"); }).reason == "old");
  clock.pass(RememberedStatus::kUsableMs);
  std::promise<void> is_asking, go_on;
  auto first = std::async(std::launch::async, [&] {
    return remembered.get([&] {
      is_asking.set_value();
      go_on.get_future().wait();
      return status_saying("new");
    });
  });
  is_asking.get_future().wait();
  auto second = std::async(std::launch::async, [&] {
    return remembered.get([] { return status_saying("never asked for"); });
  });
  CHECK(second.wait_for(std::chrono::milliseconds(5)) == std::future_status::timeout);
  go_on.set_value();
  CHECK(first.get().reason == "new");
  CHECK(second.get().reason == "new");
}
