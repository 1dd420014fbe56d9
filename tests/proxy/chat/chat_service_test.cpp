#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <string>
#include <vector>

#include "proxy/chat/chat_service.h"
#include "proxy/store/memory_store.h"
#include "shared/session_id.h"
#include "tests/support/scripted_provider.h"

using namespace magic;

namespace {

class HandClock final : public Clock {
 public:
  std::int64_t wall_ms() const override { return 1'000'000 + now; }
  std::int64_t monotonic_ms() const override { return now; }
  std::int64_t now = 0;
};

class Heard final : public AnswerSink {
 public:
  bool on_text(std::string_view piece) override {
    pieces.emplace_back(piece);
    return true;
  }
  bool on_reasoning(std::string_view) override { return true; }
  std::vector<std::string> pieces;
};

// Passes on to a memory store until it is told to fail.
class FragileStore final : public SessionStore {
 public:
  explicit FragileStore(const Clock& clock) : inner_(make_memory_store(clock, 3600)) {}

  Result<Appended> append(const std::string& id, const Message& message) override {
    if (broken) return store_unavailable("Redis is away.");
    return inner_->append(id, message);
  }
  Result<Tail> read_tail(const std::string& id, std::size_t max_bytes) override {
    if (broken) return store_unavailable("Redis is away.");
    return inner_->read_tail(id, max_bytes);
  }
  Result<MessagePage> read_page(const std::string& id, const std::optional<std::string>& after,
                                int limit) override {
    return inner_->read_page(id, after, limit);
  }
  Status clear(const std::string& id) override { return inner_->clear(id); }
  Status ping() override {
    return broken ? Status(store_unavailable("Redis is away.")) : success();
  }

  bool broken = false;

 private:
  std::unique_ptr<SessionStore> inner_;
};

struct Bench {
  explicit Bench(ScriptedProvider::Script script) {
    auto store_owner = std::make_unique<FragileStore>(clock);
    store = store_owner.get();
    auto provider_owner = std::make_unique<ScriptedProvider>(
        ProviderStatus{ProviderId::demo, true, "", "demo-1", 4096}, std::move(script));
    provider = provider_owner.get();
    std::vector<ProviderSlot> slots;
    slots.push_back({ProviderId::demo, std::move(provider_owner), 200});
    service = std::make_unique<ChatService>(std::move(store_owner), std::move(slots), clock);
  }

  TurnResult say(std::string text, Mode mode, std::string session = "s") {
    Result<Turn> turn = service->begin(request(std::move(text), mode, std::move(session)));
    REQUIRE(turn.ok());
    return service->run(turn.value(), heard, cancel);
  }

  static ChatRequest request(std::string text, Mode mode, std::string session) {
    ChatRequest request;
    request.message = std::move(text);
    request.mode = mode;
    request.provider = ProviderId::demo;
    request.session_id = std::move(session);
    return request;
  }

  std::vector<Message> stored(const std::string& session = "s") {
    return service->messages(session, std::nullopt, 500).value().messages;
  }

  HandClock clock;
  FragileStore* store = nullptr;
  ScriptedProvider* provider = nullptr;
  std::unique_ptr<ChatService> service;
  Heard heard;
  CancelToken cancel;
};

}  // namespace

TEST_CASE("both sides of an exchange are stored in either mode") {
  Bench bench(says({"Hel", "lo"}));
  CHECK(bench.say("Hi", Mode::stateless).answer.message_count == 2);
  CHECK(bench.say("Hi again", Mode::stateful).answer.message_count == 4);
  const std::vector<Message> stored = bench.stored();
  REQUIRE(stored.size() == 4);
  CHECK(stored[0].text == "Hi");
  CHECK(stored[1].text == "Hello");
  CHECK(stored[1].turn_id == stored[0].turn_id);
  CHECK(stored[3].turn_id == stored[2].turn_id);
  CHECK(stored[0].turn_id != stored[2].turn_id);
}

TEST_CASE("flipping to stateful brings back what was said while stateless") {
  Bench bench(says({"ok"}));
  (void)bench.say("My name is Alice", Mode::stateless);
  (void)bench.say("What's my name?", Mode::stateless);
  (void)bench.say("And now?", Mode::stateful);
  const auto prompts = bench.provider->prompts();
  CHECK(prompts[1].messages.size() == 1);
  REQUIRE(prompts[2].messages.size() == 5);
  CHECK(prompts[2].messages[0].text == "My name is Alice");
}

TEST_CASE("an unavailable provider is refused with its reason and nothing is stored") {
  Bench bench(says({"never"}));
  bench.provider->set_status({ProviderId::demo, false, "Start it.", "demo-1", 4096});
  const Result<Turn> turn = bench.service->begin(Bench::request("Hi", Mode::stateless, "s"));
  REQUIRE_FALSE(turn.ok());
  CHECK(turn.error().code == ErrorCode::provider_unavailable);
  CHECK(turn.error().message == "Start it.");
  CHECK(bench.stored().empty());
}

TEST_CASE("a missing default model is no reason to refuse a request that names another one") {
  Bench bench(says({"x"}));
  bench.provider->set_status({ProviderId::demo, false, "Pull it.", "demo-1", 4096, true});
  ChatRequest request = Bench::request("Hi", Mode::stateless, "s");
  CHECK_FALSE(bench.service->begin(request).ok());
  request.model = "other";
  CHECK(bench.service->begin(request).ok());
}

TEST_CASE("without a store nothing is sent to the model") {
  Bench bench(says({"never"}));
  bench.store->broken = true;
  const Result<Turn> turn = bench.service->begin(Bench::request("Hi", Mode::stateful, "s"));
  CHECK(turn.error().code == ErrorCode::store_unavailable);
  CHECK(bench.provider->prompts().empty());
}

TEST_CASE("a session id is made when none is given, and it cannot be guessed from another") {
  Bench bench(says({"x"}));
  ChatRequest request = Bench::request("Hi", Mode::stateless, "");
  request.session_id.reset();
  const std::string first = bench.service->begin(request).value().start.session_id;
  const std::string second = bench.service->begin(request).value().start.session_id;
  CHECK(is_valid_session_id(first));
  CHECK(first.size() >= 32);
  CHECK(first != second);
}

TEST_CASE("partial text of a failed answer is kept with its status and the provider's sentence") {
  AnswerEnd broke;
  broke.ending = Ending::upstream_error;
  broke.error = Error{ErrorCode::upstream_error, "The model crashed."};
  Bench bench(says({"Half an ans"}, broke));
  const TurnResult result = bench.say("Hi", Mode::stateless);
  CHECK(result.error == broke.error);
  const Message stored = bench.stored().at(1);
  CHECK(stored.text == "Half an ans");
  CHECK(stored.status == Ending::upstream_error);
  CHECK(stored.error->message == "The model crashed.");
}

TEST_CASE("a turn that ended without text stays visible and is left out of later context") {
  AnswerEnd broke;
  broke.ending = Ending::upstream_error;
  broke.error = Error{ErrorCode::upstream_timeout, "Silence."};
  Bench bench(says({}, broke));
  (void)bench.say("lost question", Mode::stateful);
  (void)bench.say("next", Mode::stateful);
  CHECK(bench.stored().size() == 4);
  CHECK(bench.provider->prompts().at(1).messages.size() == 1);
}

TEST_CASE("an answer that cannot be stored is reported as such, with its text") {
  Bench bench(says({"precious"}));
  Result<Turn> turn = bench.service->begin(Bench::request("Hi", Mode::stateless, "s"));
  bench.store->broken = true;
  const TurnResult result = bench.service->run(turn.value(), bench.heard, bench.cancel);
  CHECK(result.error->code == ErrorCode::store_unavailable);
  CHECK(result.answer.message.text == "precious");
}

TEST_CASE("an answer under way when its session is cleared is never the answer to a new question") {
  Bench bench(says({"an old answer"}));
  const Result<Turn> old =
      bench.service->begin(Bench::request("an old question", Mode::stateful, "s"));
  REQUIRE(bench.service->clear("s").ok());
  const Result<Turn> fresh =
      bench.service->begin(Bench::request("a new question", Mode::stateful, "s"));
  (void)bench.service->run(old.value(), bench.heard, bench.cancel);
  CHECK(bench.stored().at(1).turn_id != fresh.value().start.user_message.turn_id);
  (void)bench.say("next", Mode::stateful);
  CHECK(bench.provider->prompts().back().messages.size() == 1);
}

TEST_CASE("a turn whose client left before it ran is stored as disconnected") {
  Bench bench(says({"never"}));
  const Result<Turn> turn = bench.service->begin(Bench::request("Hi", Mode::stateless, "s"));
  bench.service->abandon(turn.value());
  const Message stored = bench.stored().at(1);
  CHECK(stored.status == Ending::disconnected);
  CHECK(stored.turn_id == turn.value().start.user_message.turn_id);
  CHECK(bench.provider->prompts().empty());
}

TEST_CASE("timing counts from acceptance, and speed from the first token") {
  Bench* at = nullptr;
  Bench bench([&at](const Prompt&, AnswerSink& sink, CancelToken&) {
    at->clock.now += 300;
    sink.on_text("a");
    at->clock.now += 500;
    AnswerEnd end;
    end.usage.output_tokens = 10;
    return end;
  });
  at = &bench;
  const Timing timing = *bench.say("Hi", Mode::stateless).answer.message.timing;
  CHECK(timing.first_token_ms == 300);
  CHECK(timing.total_ms == 800);
  CHECK(timing.tokens_per_second == 20.0);
}

TEST_CASE("request settings reach the provider, and its slot's defaults fill the gaps") {
  Bench bench(says({"x"}));
  ChatRequest request = Bench::request("Hi", Mode::stateless, "s");
  request.model = "other";
  request.instructions = "Be brief.";
  request.temperature = 0.1;
  const Prompt given = bench.service->begin(request).value().prompt;
  CHECK(given.model == "other");
  CHECK(given.instructions == "Be brief.");
  CHECK(given.temperature == 0.1);
  CHECK(given.max_output_tokens == 200);
  CHECK_FALSE(given.stream);
}

TEST_CASE("health names each provider and the store, and why they are away") {
  Bench bench(says({"x"}));
  CHECK(bench.service->health().store_available);
  bench.store->broken = true;
  const Health health = bench.service->health();
  CHECK_FALSE(health.store_available);
  CHECK(health.store_reason == "Redis is away.");
  CHECK(health.providers.at(0).available);
}
