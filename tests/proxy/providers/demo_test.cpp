#include "proxy/providers/demo.h"

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <future>

#include "proxy/providers/demo_answers.h"
#include "shared/token_estimate.h"
#include "shared/utf8.h"
#include "tests/proxy/providers/asking.h"

using namespace magic;
using namespace magic::test;

namespace {

// What the demo answers to the last of these messages of a user, with answers in between.
std::string talk(std::initializer_list<const char*> user_messages) {
  Prompt prompt;
  for (const char* message : user_messages) {
    if (!prompt.messages.empty()) prompt.messages.push_back({Role::assistant, "I see."});
    prompt.messages.push_back({Role::user, message});
  }
  return demo_answer(prompt);
}

bool starts(const std::string& answer, std::string_view words) {
  UNSCOPED_INFO(answer);
  return answer.starts_with(words);
}

bool has(const std::string& answer, std::string_view words) {
  UNSCOPED_INFO(answer);
  return answer.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("walk-through 1: without memory the name is forgotten, with memory it is known") {
  CHECK(starts(talk({"What's my name?"}), "I don't know your name: "));
  CHECK(has(talk({"What's my name?"}), "With memory on"));
  CHECK(starts(talk({"My name is Bob", "What's my name?"}), "Your name is Bob"));
}

TEST_CASE("walk-through 3: what is liked is known from the messages, whatever the words") {
  for (const char* question :
       {"What do I like?", "What food do I prefer?", "Do you remember what I like?",
        "what do i love", "Tell me what I like"})
    CHECK(starts(talk({"I like pizza", question}), "You like pizza"));
  CHECK(starts(talk({"What do I like?"}), "I don't know what you like: "));
}

TEST_CASE("names are found in many forms and scripts, and the last one counts") {
  const auto name_after = [](const char* message) { return talk({message, "What is my name?"}); };
  CHECK(starts(name_after("Hi, my name is Alice."), "Your name is Alice."));
  CHECK(starts(name_after("my name is alice and I like tea"), "Your name is alice."));
  CHECK(starts(name_after("I am called Bob!"), "Your name is Bob."));
  CHECK(starts(name_after("Hello. I'm Carol"), "Your name is Carol."));
  CHECK(starts(name_after("I’m Carol"), "Your name is Carol."));
  CHECK(starts(name_after("You can call me Dave, please"), "Your name is Dave."));
  CHECK(starts(name_after("My name is Ada King de Lovelace from London"),
               "Your name is Ada King de Lovelace."));
  CHECK(starts(name_after("My name is 小明。"), "Your name is 小明."));
  CHECK(starts(name_after("My name is Žofie"), "Your name is Žofie."));
  CHECK(starts(talk({"My name is Bob", "Actually, my name is Eve", "Who am I?"}),
               "Your name is Eve."));
  CHECK(starts(talk({"My name is Bob. What's my name?"}), "Your name is Bob."));
  CHECK(starts(talk({"My name is Bob, what is my name?"}), "Your name is Bob."));
  CHECK(starts(talk({"Hi I am Alice, nice to meet you", "Do you know who I am?"}),
               "Your name is Alice."));
}

TEST_CASE("what is no name is not taken for one") {
  for (const char* message : {"I'm tired", "I am from Paris", "Is my name Bob?", "Call me later",
                              "I'm 😀 today", "My name is not important"})
    CHECK(starts(talk({message, "What's my name?"}), "I don't know your name"));
}

TEST_CASE("likes add up, and dislikes take them away") {
  CHECK(starts(talk({"I like pizza", "I love hiking and I enjoy jazz", "What do I like?"}),
               "You like pizza, hiking and jazz."));
  CHECK(
      starts(talk({"I like pizza", "I don't like pizza any more. I like soup", "What do I like?"}),
             "You like pizza and soup."));  // "pizza any more" is not the same thing
  CHECK(starts(talk({"I like pizza and I like tea", "I no longer like tea", "What do I like?"}),
               "You like pizza."));
  CHECK(starts(talk({"I hate rain", "What do I hate?"}), "You don't like rain."));
  CHECK(starts(talk({"My favourite food is sushi", "What do I like?"}), "You like sushi."));
  CHECK(starts(talk({"My favorite color is blue", "What's my favourite color?"}),
               "Your favorite color is blue."));
  CHECK(starts(talk({"I like pizza", "Do I like pizza?"}), "Yes, you like pizza."));
  CHECK(starts(talk({"Hi", "Do I like pizza?"}), "I don't know whether you like pizza"));
}

TEST_CASE("questions and requests say nothing about what is liked") {
  for (const char* message : {"Do I like pizza?", "What should I like?", "Tell me if I like pizza",
                              "I like it", "I like that", "I'd like a summary"})
    CHECK(starts(talk({message, "What do I like?"}), "I don't know what you like"));
}

TEST_CASE("facts are found and asked for") {
  CHECK(starts(talk({"I live in Paris with my cat", "Where do I live?"}),
               "You live in Paris with your cat."));
  CHECK(starts(talk({"I work as a baker", "What do I do?"}), "You work as a baker."));
  CHECK(starts(talk({"I'm a teacher", "What is my job?"}), "You are a teacher."));
  CHECK(starts(talk({"I am 42 years old", "How old am I?"}), "You are 42 years old."));
  CHECK(starts(talk({"My dog is called Rex", "What's my dog called?"}),
               "I don't know your dog called"));
  CHECK(starts(talk({"My dog is Rex", "Who is my dog?"}), "Your dog is Rex."));
  CHECK(
      starts(talk({"My dog's name is Rex", "What is my dog's name?"}), "Your dog's name is Rex."));
  CHECK(starts(talk({"I live in Paris", "I live in Rome now", "Where do I live?"}),
               "You live in Rome now."));
  CHECK(starts(talk({"Where do I live?"}), "I don't know where you live"));
  CHECK(starts(talk({"What is my shoe size?"}), "I don't know your shoe size"));
}

TEST_CASE("everything known is listed when asked for") {
  const std::string answer =
      talk({"My name is Bob and I like pizza.", "Remember that my exam is on Friday!",
            "What do you know about me?"});
  CHECK(has(answer, "- Your name is Bob.\n"));
  CHECK(has(answer, "- You like pizza.\n"));
  CHECK(has(answer, "Your exam is on Friday."));
  CHECK(has(answer, "the 5 messages I was sent"));
  CHECK(starts(talk({"Summarise"}), "I don't know anything about you"));
}

TEST_CASE("only what the user wrote counts, not what the assistant said") {
  Prompt prompt;
  prompt.messages = {{Role::user, "Hi"},
                     {Role::assistant, "My name is Bob. I like pizza."},
                     {Role::user, "What's my name?"}};
  CHECK(starts(demo_answer(prompt), "I don't know your name"));
}

TEST_CASE("what was just said is noted, with the warning that nothing is kept") {
  const std::string answer = talk({"My name is Alice. I like pizza"});
  CHECK(starts(answer, "Nice to meet you, Alice! You like pizza."));
  CHECK(has(answer, "I keep nothing myself"));
}

TEST_CASE("messages themselves can be asked for") {
  CHECK(has(talk({"One", "Two", "What did I just say?"}), "\"Two\""));
  CHECK(has(talk({"One", "Two", "What was my first message?"}), "\"One\""));
  CHECK(has(talk({"One", "How many messages were you sent?"}), "3 messages"));
  CHECK(starts(talk({"What did I just say?"}), "I don't know"));
}

TEST_CASE("otherwise the demo says that it is no language model and what it was sent") {
  for (const char* message : {"Hello", "Write a poem about rain", "", "？", "{count} {} }{"}) {
    const std::string answer = talk({message});
    CHECK(has(answer, "not a language model"));
    CHECK(has(answer, "1 message."));
  }
}

TEST_CASE("braces in a user's words stay what they are") {
  CHECK(starts(talk({"My name is {sent}", "What's my name?"}), "Your name is {sent}."));
}

TEST_CASE("the samples say that they are samples") {
  for (const char* request : {"Show me code", "Write something long", "Show me many scripts"}) {
    const std::string answer = talk({request});
    CHECK(has(answer, "sample"));
    CHECK(has(answer, "not a language model"));
    CHECK(is_valid_utf8(answer));
  }
  CHECK(has(talk({"show me code"}), "```cpp"));
  CHECK(talk({"write something long"}).size() > 2500);
  CHECK(has(talk({"show me many scripts"}), "日本語"));
}

TEST_CASE("strange input is answered too") {
  for (const char* message : {"My name is ", "I like ", "I'm", "my", "remember that", "I live",
                              "my is is", "I like , and I like ", "\xFF\xFE my name is \xFF",
                              "call me \"\"", "my favourite is", "my favourite food is"})
    CHECK_FALSE(talk({message, "What do you know about me?"}).empty());
}

TEST_CASE("the demo is always available and streams its answer in small whole characters") {
  const auto provider = make_demo_provider({.piece_delay_ms = 0});
  CHECK(provider->status().available);
  Prompt prompt = prompt_of("Show me many scripts", "demo");
  RecordingSink sink;
  CancelToken cancel;
  const AnswerEnd end = provider->stream(prompt, sink, cancel);
  CHECK(end.ending == Ending::completed);
  CHECK(end.model == "demo");
  CHECK(sink.text == demo_answer(prompt));
  CHECK(sink.pieces.size() > 50);
  for (const std::string& piece : sink.pieces) {
    CHECK(is_valid_utf8(piece));
    CHECK(piece.size() <= 12);
  }
  CHECK(end.usage.input_tokens == estimate_message_tokens("Show me many scripts"));
  CHECK(end.usage.output_tokens == estimate_tokens(sink.text));
}

TEST_CASE("the demo gives a whole answer in one piece when no stream is asked for") {
  const auto provider = make_demo_provider();
  Prompt prompt = prompt_of("Write something long", "demo");
  prompt.stream = false;
  CHECK(ask(*provider, prompt).pieces == 1);
}

TEST_CASE("the demo stops at the limit of tokens and says so") {
  const auto provider = make_demo_provider({.piece_delay_ms = 0});
  for (int limit = 1; limit < 60; ++limit) {
    Prompt prompt = prompt_of("Show me many scripts", "demo");
    prompt.max_output_tokens = limit;
    const Answer answer = ask(*provider, prompt);
    CHECK(answer.end.ending == Ending::length);
    CHECK(answer.end.usage.output_tokens.value_or(0) <= limit);
    CHECK(is_valid_utf8(answer.text));
  }
}

TEST_CASE("the demo stops when it is cancelled, however long its pauses are") {
  const auto provider = make_demo_provider({.piece_delay_ms = 60'000});
  CancelToken cancel;
  RecordingSink sink;
  std::promise<void> has_text;
  sink.on_first_piece = [&] { has_text.set_value(); };
  std::future<AnswerEnd> end = std::async(
      std::launch::async, [&] { return provider->stream(prompt_of("Hi", "demo"), sink, cancel); });
  has_text.get_future().wait();
  cancel.cancel(Ending::cancelled);
  REQUIRE(end.wait_for(std::chrono::seconds(10)) == std::future_status::ready);
  CHECK(end.get().ending == Ending::cancelled);
  CHECK(sink.pieces.size() == 1);
}

TEST_CASE("the demo stops when nobody listens") {
  const auto provider = make_demo_provider({.piece_delay_ms = 0});
  RecordingSink sink;
  sink.stop_after = 2;
  CancelToken cancel;
  CHECK(provider->stream(prompt_of("Hi", "demo"), sink, cancel).ending == Ending::disconnected);
  CHECK(sink.pieces.size() == 2);
}
