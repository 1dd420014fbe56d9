#include <catch2/catch_test_macros.hpp>

#include "client-wasm/views/option_words.h"
#include "client-wasm/views/words.h"
#include "tests/client/model/model_examples.h"

using namespace magic;
using namespace magic::examples;

TEST_CASE("numbers are said as a person says them") {
  CHECK(words::duration(0) == "0 ms");
  CHECK(words::duration(47) == "47 ms");
  CHECK(words::duration(96) == "0.1 s");
  CHECK(words::duration(240) == "0.2 s");
  CHECK(words::duration(9949) == "9.9 s");
  CHECK(words::duration(9950) == "10 s");
  CHECK(words::duration(12400) == "12 s");
  CHECK(words::duration(59700) == "1 min 0 s");
  CHECK(words::duration(64000) == "1 min 4 s");
  CHECK(words::count(7) == "7");
  CHECK(words::count(999) == "999");
  CHECK(words::count(1000) == "1,000");
  CHECK(words::count(1234567) == "1,234,567");
  CHECK(words::count(-1234) == "-1,234");
  CHECK(words::tokens(1) == "1 token");
  CHECK(words::messages(0) == "0 messages");
}

TEST_CASE("the badge tells what is known and leaves out what is not") {
  Entry answer;
  answer.message.role = Role::assistant;
  answer.message.provider = ProviderId::ollama;
  answer.message.model = "llama3.2";
  answer.message.mode = Mode::stateful;
  CHECK(words::badge(answer) == "Ollama llama3.2  ·  memory on");

  answer.message.usage = Usage{};
  answer.message.usage->output_tokens = 1412;
  answer.message.timing = Timing{120, 12400, 113.9};
  answer.message.cost_usd = 0.0031;
  answer.context = ContextReport{};
  answer.context->sent_messages = 7;
  answer.context->stored_messages = 12;
  CHECK(
      words::badge(answer) ==
      "Ollama llama3.2  ·  1,412 tokens  ·  12 s, first word after 0.1 s  ·  114 tok/s  ·  $0.0031"
      "  ·  sent 7 of 12 messages");
}

TEST_CASE("models and titles cannot turn or hide what stands beside them") {
  Entry answer;
  answer.message.role = Role::assistant;
  answer.message.provider = ProviderId::ollama;
  answer.message.model = "a\xE2\x80\xAE";
  CHECK(words::badge(answer).starts_with("Ollama a\xEF\xBF\xBD"));
  SessionListModel sessions;
  sessions.sessions.resize(1);
  sessions.sessions[0].id = "s";
  sessions.sessions[0].title = "b\xE2\x80\x8B";
  CHECK(words::session_title(sessions, "s") == "b\xEF\xBF\xBD");
}

TEST_CASE("the line under the switches says what the next message sends, and where to") {
  ChatModel model = connected_model();
  model.provider = ProviderId::demo;
  add_entry(model, message("1", "1", Role::user, "One"), EntryState::settled);
  add_entry(model, message("2", "1", Role::assistant, "First"), EntryState::settled);
  model.mode = Mode::stateless;
  CHECK(words::next_message(model).find("only your message; 2 messages stay in Redis") !=
        std::string::npos);
  model.mode = Mode::stateful;
  CHECK(words::next_message(model).find("the 2 messages before it") != std::string::npos);
  model.provider = ProviderId::chatgpt;
  CHECK(words::next_message(model).find("OpenAI") != std::string::npos);
}

TEST_CASE("the notice names the nearest cause, and nothing while all is well") {
  ChatModel model = connected_model();
  CHECK(words::notice(model).text.empty());

  model.health.providers[0].available = false;
  model.health.providers[0].reason = "Set OPENAI_API_KEY.";
  model.provider = ProviderId::chatgpt;
  CHECK(words::notice(model).text == "Set OPENAI_API_KEY.");
  CHECK(words::notice(model).offer_demo);

  model.history = HistoryState::failed;
  model.history_error = Error{ErrorCode::internal, "Unreadable."};
  CHECK(words::notice(model).text.find("Unreadable.") != std::string::npos);

  model.health.store_available = false;
  model.health.store_reason = "Redis does not answer.";
  CHECK(words::notice(model).text == "Redis does not answer.");

  apply_no_connection(model);
  CHECK(words::notice(model).text.find("proxy does not answer") != std::string::npos);

  model.link = Link::connecting;
  CHECK_FALSE(words::notice(model).is_error);
}

TEST_CASE("once the proxy has told it, the line says how much of what is sent") {
  ChatModel model = connected_model();
  model.provider = ProviderId::ollama;
  model.preview = ContextReport{};
  model.preview->sent_messages = 7;
  model.preview->stored_messages = 12;
  model.preview->estimated_tokens = 412;
  model.preview->window_tokens = 8192;
  CHECK(words::next_message(model) ==
        "Sends 7 of 12 messages, about 412 of 8,192 tokens. Goes to your own model server.");
  model.preview->sent_messages = 12;
  model.preview->window_tokens = 0;
  CHECK(words::preview(*model.preview) == "Sends all 12 messages, about 412 tokens.");
  model.preview->sent_messages = model.preview->stored_messages = 1;
  CHECK(words::preview(*model.preview) == "Sends 1 message, about 412 tokens.");
}

TEST_CASE("an answer that has no word yet says what it waits for") {
  Entry answer;
  answer.state = EntryState::waiting;
  answer.message.provider = ProviderId::demo;
  CHECK(words::waiting(answer) == "Waiting for Demo…");
  answer.turns_ahead = 1;
  CHECK(words::waiting(answer) == "Waiting for 1 other turn…");
  answer.turns_ahead = 2;
  CHECK(words::waiting(answer) == "Waiting for 2 other turns…");
}

TEST_CASE("reasoning is named by its time, else by its tokens, and not when there is none") {
  Entry answer;
  CHECK(words::thought(answer).empty());
  answer.message.reasoning = "Hm.";
  CHECK(words::thought(answer) == "Its reasoning");
  answer.state = EntryState::waiting;
  CHECK(words::thought(answer) == "Thinking…");
  answer.state = EntryState::settled;
  answer.message.usage = Usage{};
  answer.message.usage->reasoning_tokens = 64;
  CHECK(words::thought(answer) == "Thought for 64 tokens");
  answer.thought_ms = 3000;
  CHECK(words::thought(answer) == "Thought for 3.0 s");
}

TEST_CASE("a strategy is named with its number") {
  MemoryChoice memory{.strategy = MemoryStrategy::last_n, .n = 6, .tokens = 2000, .keep_last = 4};
  CHECK(words::strategy(memory) == "Last 6 messages");
  memory.n = 1;
  CHECK(words::strategy(memory) == "Last message");
  memory.strategy = MemoryStrategy::token_budget;
  CHECK(words::strategy(memory) == "Up to 2,000 tokens");
  memory.strategy = MemoryStrategy::summary;
  CHECK(words::strategy(memory) == "Summary + last 4");
}

TEST_CASE("a failed action and a locked chat are said before a provider that is away") {
  ChatModel model = connected_model();
  model.provider = ProviderId::chatgpt;
  model.health.providers[0].available = false;
  model.action_error = Error{ErrorCode::store_unavailable, "Redis is away."};
  CHECK(words::notice(model).text == "Redis is away.");
  model.asks_for_cloud = true;
  CHECK(words::notice(model).asks_for_cloud);
}
