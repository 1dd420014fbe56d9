#include "client-wasm/model/announcer.h"

#include <catch2/catch_test_macros.hpp>
#include <utility>

using namespace magic;

namespace {

ChatModel with_turn() {
  ChatModel model;
  model.turn.emplace().number = 1;
  Message answer;
  answer.role = Role::assistant;
  add_entry(model, std::move(answer), EntryState::waiting);
  return model;
}

}  // namespace

TEST_CASE("a message that is sent and an answer that ends are announced once") {
  Announcer announcer;
  ChatModel model = with_turn();
  CHECK(announcer.update(model, "", false)->words == "Sending.");
  CHECK_FALSE(announcer.update(model, "", false));
  model.turn.reset();
  CHECK(announcer.update(model, "", false)->words == "The answer is complete.");
  CHECK_FALSE(announcer.update(model, "", false));
}

TEST_CASE("an answer that failed interrupts, one that was stopped does not") {
  Announcer announcer;
  ChatModel model = with_turn();
  CHECK(announcer.update(model, "", false));
  model.turn.reset();
  model.entries.back().message.error = Error{ErrorCode::network, "The line is dead."};
  const auto failed = announcer.update(model, "", false);
  CHECK(failed->words == "Not answered. The line is dead.");
  CHECK(failed->urgent);

  model = with_turn();
  model.turn->number = 2;
  CHECK(announcer.update(model, "", false));
  model.turn.reset();
  model.entries.back().message.status = Ending::cancelled;
  const auto stopped = announcer.update(model, "", false);
  CHECK(stopped->words == "Stopped.");
  CHECK_FALSE(stopped->urgent);
}

TEST_CASE("what does not work interrupts, and its end is told; what is under way is not told") {
  Announcer announcer;
  const ChatModel model;
  CHECK_FALSE(announcer.update(model, "Loading…", false));
  CHECK_FALSE(announcer.update(model, "", false));
  const auto away = announcer.update(model, "Redis does not answer.", true);
  CHECK(away->words == "Redis does not answer.");
  CHECK(away->urgent);
  CHECK_FALSE(announcer.update(model, "Redis does not answer.", true));
  CHECK(announcer.update(model, "", false)->words == "All works again.");
}

TEST_CASE("a turn that is left for another chat ends without a word") {
  Announcer announcer;
  CHECK(announcer.update(with_turn(), "", false));
  CHECK_FALSE(announcer.update(ChatModel{}, "", false));
}
