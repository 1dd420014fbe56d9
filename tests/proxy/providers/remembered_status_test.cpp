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
  std::vector<std::future<ProviderStatus>> askers;
  for (int i = 0; i < 8; ++i)
    askers.push_back(std::async(std::launch::async, [&] {
      return remembered.get([&] {
        ++asked;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        return status_saying("first");
      });
    }));
  for (auto& asker : askers) CHECK(asker.get().reason == "first");
  CHECK(asked == 1);
}
