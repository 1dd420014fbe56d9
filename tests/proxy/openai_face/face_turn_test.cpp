#include "proxy/openai_face/face_turn.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/proxy/openai_face/fake_face_chat.h"

using namespace magic;
using namespace magic::test;

namespace {

class Heard final : public LaneSink {
 public:
  void on_context(const TurnStart& start) override { model = start.model; }
  bool on_text(std::string_view piece) override {
    text += piece;
    return true;
  }
  bool on_reasoning(std::string_view piece) override {
    reasoning += piece;
    return true;
  }
  std::string model, text, reasoning;
};

FaceRequest conversation() {
  FaceRequest request;
  request.model = "demo";
  request.instructions = "Be brief.";
  request.messages = {{Role::user, "My name is Bob"},
                      {Role::assistant, "Hi Bob!"},
                      {Role::user, "What's my name?"}};
  request.stream = true;
  request.max_output_tokens = 99;
  request.temperature = 0.5;
  return request;
}

FaceCaller caller(std::optional<std::string> session = std::nullopt) {
  return {{"token:team", "req_1"}, std::move(session)};
}

Speech bob() {
  Speech speech{{"Bo", "b."}, {"A name."}};
  speech.end.model = "demo-2026";
  speech.end.usage = {40, 12, std::nullopt, std::nullopt};
  return speech;
}

}  // namespace

TEST_CASE("without a session the messages are sent as they are and nothing is stored") {
  FakeFaceChat chat;
  chat.speech = bob();
  auto turn = FaceTurn::admit(chat, conversation(), caller());
  REQUIRE(turn.ok());
  CHECK(turn.value()->model() == "demo");
  REQUIRE(turn.value()->begin().ok());
  Heard heard;
  const FaceAnswer answer = turn.value()->run(heard);
  CHECK_FALSE(turn.value()->is_stored());
  CHECK(chat.turns.empty());
  REQUIRE(chat.prompts.size() == 1);
  const Prompt& prompt = chat.prompts[0];
  CHECK(prompt.model == "demo");
  CHECK(prompt.instructions == "Be brief.");
  CHECK(prompt.messages == conversation().messages);
  CHECK(prompt.stream);
  CHECK(prompt.max_output_tokens == 99);
  CHECK(prompt.temperature == 0.5);
  CHECK(prompt.request_id == "req_1");
  CHECK_FALSE(prompt.keep_at_provider);

  CHECK(heard.text == "Bob.");
  CHECK(heard.reasoning == "A name.");
  CHECK(answer.text == "Bob.");
  CHECK(answer.reasoning == "A name.");
  CHECK(answer.model == "demo-2026");
  CHECK(answer.usage.output_tokens == 12);
  CHECK(answer.ending == Ending::completed);
}

TEST_CASE("with a session only the last message is new, and all of the session is its memory") {
  FakeFaceChat chat;
  chat.speech = bob();
  auto turn = FaceTurn::admit(chat, conversation(), caller("s1"));
  REQUIRE(turn.ok());
  CHECK_FALSE(turn.value()->is_stored());
  REQUIRE(turn.value()->begin().ok());
  CHECK(turn.value()->is_stored());
  Heard heard;
  const FaceAnswer answer = turn.value()->run(heard);

  CHECK(chat.prompts.empty());
  REQUIRE(chat.turns.size() == 1);
  const TurnRequest& asked = chat.turns[0];
  CHECK(asked.session_id == "s1");
  CHECK(asked.message == "What's my name?");
  CHECK(asked.caller.owner == "token:team");
  CHECK(asked.caller.request_id == "req_1");
  CHECK(asked.stream);
  REQUIRE(asked.lanes.size() == 1);
  const LaneRequest& lane = asked.lanes[0];
  CHECK(lane.mode == Mode::stateful);
  CHECK(lane.memory.strategy == MemoryStrategy::full);
  CHECK(lane.provider == ProviderId::demo);
  CHECK(lane.model == "demo");
  CHECK(lane.instructions == "Be brief.");
  CHECK(lane.max_output_tokens == 99);
  CHECK(lane.temperature == 0.5);

  CHECK(heard.model == "stand-in");
  CHECK(heard.text == "Bob.");
  CHECK(answer.text == "Bob.");
  CHECK(answer.model == "demo-2026");
  CHECK(answer.usage.input_tokens == 40);
}

TEST_CASE("a model that does not exist is refused as the field that names it") {
  FakeFaceChat chat;
  FaceRequest request = conversation();
  request.model = "no-such-model";
  const auto turn = FaceTurn::admit(chat, request, caller());
  REQUIRE_FALSE(turn.ok());
  CHECK(turn.error().code == ErrorCode::not_found);
  CHECK(turn.error().param == "model");
}

TEST_CASE("a provider or a session that is not to be had refuses the turn") {
  FakeFaceChat chat;
  chat.refused_provider = provider_unavailable("Set OPENAI_API_KEY in .env.");
  const auto direct = FaceTurn::admit(chat, conversation(), caller());
  REQUIRE_FALSE(direct.ok());
  CHECK(direct.error() == *chat.refused_provider);

  chat.refused_admission = Error{ErrorCode::session_busy, "Too many wait.", {}, true};
  const auto stored = FaceTurn::admit(chat, conversation(), caller("s1"));
  REQUIRE_FALSE(stored.ok());
  CHECK(stored.error() == *chat.refused_admission);
}

TEST_CASE("a turn that could not begin stored nothing") {
  FakeFaceChat chat;
  chat.ahead = 2;
  chat.refused_begin = store_unavailable("Redis does not answer.");
  auto turn = FaceTurn::admit(chat, conversation(), caller("s1"));
  REQUIRE(turn.ok());
  CHECK(turn.value()->will_wait());
  CHECK_FALSE(turn.value()->begin().ok());
  CHECK_FALSE(turn.value()->is_stored());
}

TEST_CASE("cancelling a turn of the face stops its provider, and the answer says so") {
  for (const FaceCaller& asking : {caller(), caller("s1")}) {
    FakeFaceChat chat;
    chat.speech = bob();
    auto turn = FaceTurn::admit(chat, conversation(), asking);
    REQUIRE(turn.ok());
    REQUIRE(turn.value()->begin().ok());
    turn.value()->token()->cancel(Ending::disconnected);
    Heard heard;
    const FaceAnswer answer = turn.value()->run(heard);
    CHECK(answer.ending == Ending::disconnected);
    CHECK(failure_of(answer)->code == ErrorCode::cancelled);
  }
}

TEST_CASE("an answer that the store did not take carries the store's error") {
  FakeFaceChat chat;
  chat.speech = bob();
  chat.store_failed = store_unavailable("Redis does not answer.");
  auto turn = FaceTurn::admit(chat, conversation(), caller("s1"));
  REQUIRE(turn.ok());
  REQUIRE(turn.value()->begin().ok());
  Heard heard;
  CHECK(failure_of(turn.value()->run(heard))->code == ErrorCode::store_unavailable);
}
