#include "proxy/providers/demo_summary.h"

#include <catch2/catch_test_macros.hpp>

#include "proxy/providers/demo_answers.h"
#include "tests/proxy/providers/asking.h"

using namespace magic;
using namespace magic::test;

namespace {

std::string summary_of(std::string conversation) {
  Prompt prompt = prompt_of(std::move(conversation), "demo");
  prompt.instructions = "Summarize this conversation.\nKeep names and facts.";
  return demo_answer(prompt);
}

std::string asked_with_summary(std::string summary, std::string question) {
  Prompt prompt = prompt_of(std::move(question), "demo");
  prompt.instructions = "Be brief.\n\nSummary of the earlier conversation:\n" + std::move(summary);
  return demo_answer(prompt);
}

bool has(const std::string& answer, std::string_view words) {
  UNSCOPED_INFO(answer);
  return answer.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("the demo summarizes what the user said, and nothing that the assistant did") {
  CHECK(summary_of("User: My name is Alice. I like pizza.\nAssistant: I like tea.\n"
                   "User: What's my name?\nAssistant: Your name is Alice.\n"
                   "User: Remember that my exam is on Friday!") ==
        "The user said: \"My name is Alice.\"\n"
        "The user said: \"I like pizza.\"\n"
        "The user said: \"Remember that my exam is on Friday!\"");
}

TEST_CASE("what the demo finds in its own summary is what was said") {
  const std::string summary = summary_of(
      "User: My name is Žofie, I like pizza and I live in Paris\n"
      "Assistant: I see.\nUser: I'm a baker and my dog's name is \"Rex\".");
  CHECK(has(asked_with_summary(summary, "What's my name?"), "Your name is Žofie."));
  CHECK(has(asked_with_summary(summary, "What do I like?"), "You like pizza."));
  CHECK(has(asked_with_summary(summary, "Where do I live?"), "You live in Paris."));
  CHECK(has(asked_with_summary(summary, "What do I do?"), "You are a baker."));
  CHECK(has(asked_with_summary(summary, "What is my dog's name?"), "Rex"));
}

TEST_CASE("a summary goes on from the one before, and later words win") {
  const std::string first = summary_of("User: My name is Bob\nAssistant: Hi\nUser: I like tea");
  const std::string second = summary_of("Summary so far:\n" + first +
                                        "\n\nUser: My name is Eve\nAssistant: Hi Eve\n"
                                        "User: I like tea");
  CHECK(second ==
        "The user said: \"My name is Bob\"\nThe user said: \"My name is Eve\"\n"
        "The user said: \"I like tea\"");
  CHECK(has(asked_with_summary(second, "What's my name?"), "Your name is Eve."));
}

TEST_CASE("a message of several lines is read to its end") {
  CHECK(summary_of("User: Hello\nMy name is Bob\nAssistant: Hi\nMy name is Demo") ==
        "The user said: \"My name is Bob\"");
}

TEST_CASE("a conversation that says nothing is summarized as that") {
  const std::string summary = summary_of("User: Hello\nAssistant: My name is Demo");
  CHECK(has(summary, "Nothing"));
  CHECK(has(asked_with_summary(summary, "What do you know about me?"), "I don't know anything"));
  CHECK_FALSE(summary_of("").empty());
}

TEST_CASE("what a message says counts more than the summary, which is older") {
  Prompt prompt = prompt_of("My name is Eve. What's my name?", "demo");
  prompt.instructions = "Summary of the earlier conversation: The user said: \"My name is Bob.\"";
  CHECK(has(demo_answer(prompt), "Your name is Eve."));
}

TEST_CASE("instructions that hold no summary say nothing about the user") {
  Prompt prompt = prompt_of("What's my name?", "demo");
  prompt.instructions = "My name is Bob. This is no Summary of the earlier conversation: at all.";
  CHECK(has(demo_answer(prompt), "I don't know your name"));
}

TEST_CASE("the demo counts the summary among what it was sent") {
  const std::string answer = asked_with_summary("The user said: \"I like tea\"", "What's my name?");
  CHECK(has(answer, "nothing in the summary and the one message I was sent"));
  CHECK_FALSE(has(answer, "With memory on"));
}
