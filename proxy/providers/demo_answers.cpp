#include "proxy/providers/demo_answers.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <vector>

#include "proxy/providers/demo_facts.h"
#include "proxy/providers/demo_question.h"
#include "proxy/providers/demo_summary.h"
#include "proxy/providers/demo_texts.h"
#include "proxy/providers/demo_words.h"

namespace magic {
namespace {

std::string counted(std::size_t messages) {
  return messages == 1 ? "1 message" : std::to_string(messages) + " messages";
}

class Answerer {
 public:
  explicit Answerer(const Prompt& prompt)
      : prompt_(prompt), summary_(demo_summary_in(prompt.instructions)) {
    read_facts(summary_, facts_);
    for (const PromptMessage& message : prompt.messages) {
      if (message.role != Role::user) continue;
      said_.push_back(message.text);
      read_facts(message.text, facts_);
    }
    if (said_.empty()) said_.emplace_back();
    question_ = normal_form(said_.back());
  }

  std::string answer() const {
    using Attempt = std::optional<std::string> (Answerer::*)() const;
    constexpr Attempt kAttempts[] = {&Answerer::sample,   &Answerer::name,    &Answerer::dislikes,
                                     &Answerer::one_like, &Answerer::likes,   &Answerer::topic,
                                     &Answerer::earlier,  &Answerer::summary, &Answerer::possession,
                                     &Answerer::noted};
    for (const Attempt attempt : kAttempts)
      if (std::optional<std::string> text = (this->*attempt)()) return std::move(*text);
    return demo_text("about", {{"count", counted(prompt_.messages.size())}});
  }

 private:
  std::optional<std::string> sample() const {
    if (asks_any(question_, {"show me code", "show me some code", "code sample", "sample code"}))
      return std::string(demo_sample("code"));
    if (asks_any(question_, {"something long", "long text", "long answer"}))
      return std::string(demo_sample("long"));
    if (asks_any(question_, {"many scripts", "many languages", "show me scripts"}))
      return std::string(demo_sample("scripts"));
    return std::nullopt;
  }

  std::optional<std::string> name() const {
    if (!asks_any(question_,
                  {"what is my name", "who am i", "my name again", "know my name",
                   "remember my name", "tell me my name", "say my name", "is my name",
                   "what am i called", "who i am", "what my name is", "what do you call me"}))
      return std::nullopt;
    if (facts_.name.empty()) return unknown("name");
    return demo_text("name", {{"name", facts_.name}});
  }

  std::optional<std::string> dislikes() const {
    if (!asks_any(question_, {"what do i not like", "what do i hate", "what do i dislike",
                              "what i do not like", "what i hate"}) &&
        !(question_.starts_with("what ") &&
          asks_any(question_, {"do i not like", "i do not like"})))
      return std::nullopt;
    if (facts_.dislikes.empty()) return unknown("dislikes");
    return demo_text("dislikes", {{"dislikes", joined(facts_.dislikes)}});
  }

  // "Do I like pizza?"
  std::optional<std::string> one_like() const {
    for (const std::string_view opening : {"do i like ", "do i love "}) {
      if (!question_.starts_with(opening)) continue;
      const std::string thing = said_to_user(question_.substr(opening.size()));
      const auto is_thing = [&](const std::string& each) {
        return find_words(lower_case(each), thing) != std::string::npos;
      };
      if (std::any_of(facts_.likes.begin(), facts_.likes.end(), is_thing))
        return demo_text("like.yes", {{"thing", thing}});
      if (std::any_of(facts_.dislikes.begin(), facts_.dislikes.end(), is_thing))
        return demo_text("like.no", {{"thing", thing}});
      return demo_text("unknown.thing", {{"thing", thing}, {"sent", sent()}}) + tail();
    }
    return std::nullopt;
  }

  std::optional<std::string> likes() const {
    if (!asks_any(question_,
                  {"do i like", "do i love", "do i prefer", "do i enjoy", "what i like",
                   "what i love", "what i prefer", "my likes", "my preferences", "my favourites"}))
      return std::nullopt;
    if (facts_.likes.empty()) return unknown("likes");
    return demo_text("likes", {{"likes", joined(facts_.likes)}});
  }

  std::optional<std::string> topic() const {
    struct Topic {
      std::string_view name;
      std::initializer_list<std::string_view> questions;
    };
    static const Topic kTopics[] = {
        {"home",
         {"where do i live", "where i live", "which city do i live", "what city do i live"}},
        {"origin", {"where am i from", "where do i come from", "where i am from"}},
        {"work",
         {"where do i work", "what do i work", "what do i do", "what is my job", "where i work",
          "what is my profession", "what i do for"}},
        {"age", {"how old am i", "what is my age", "how old i am"}},
        {"studies", {"what do i study", "what am i studying"}},
        {"languages", {"languages do i speak", "language do i speak"}},
    };
    for (const Topic& topic : kTopics) {
      if (!asks_any(question_, topic.questions)) continue;
      if (const DemoFact* fact = fact_about(topic.name))
        return demo_text("fact", {{"fact", fact->sentence}});
      return unknown(topic.name);
    }
    return std::nullopt;
  }

  // Questions about the messages themselves.
  std::optional<std::string> earlier() const {
    if (asks_any(question_, {"how many messages"}))
      return demo_text("count", {{"count", counted(prompt_.messages.size())}});
    if (asks_any(question_, {"my first message", "first thing i said", "did i say first"}))
      return demo_text("first", {{"text", said_.front()}});
    if (!asks_any(question_, {"did i just say", "my last message", "my previous message",
                              "did i say before", "did i just tell", "did i just ask"}))
      return std::nullopt;
    if (said_.size() < 2) return demo_text("previous.none") + tail();
    return demo_text("previous", {{"text", said_[said_.size() - 2]}});
  }

  std::optional<std::string> summary() const {
    if (!asks_any(question_,
                  {"know about me", "remember about me", "tell me about me", "about myself",
                   "what do you remember", "what do you know", "what do you still know",
                   "summarise", "summary", "recap", "have i told you", "did i tell you"}))
      return std::nullopt;
    const std::vector<std::string> known = sentences(facts_);
    if (known.empty()) return demo_text("summary.none", {{"sent", sent()}}) + tail();
    std::string list;
    for (const std::string& sentence : known) list += "- " + sentence + ".\n";
    list.pop_back();
    return demo_text("summary", {{"sent", sent()}, {"facts", list}});
  }

  // "What is my dog's name?", "Who is my teacher?"
  std::optional<std::string> possession() const {
    if (!asks_any(question_,
                  {"what is my", "what are my", "what was my", "who is my", "who are my",
                   "where is my", "when is my", "which is my", "do you know my",
                   "do you remember my", "tell me my", "what colour is my", "what color is my"}))
      return std::nullopt;
    const std::size_t at = question_.rfind("my ");
    if (at == std::string::npos) return std::nullopt;
    const std::string topic = question_.substr(at + 3);
    if (const DemoFact* fact = fact_about(topic))
      return demo_text("fact", {{"fact", fact->sentence}});
    return demo_text("unknown.topic", {{"topic", said_to_user(topic)}, {"sent", sent()}}) + tail();
  }

  // The new message says something: repeat it, so that it is seen to have been read.
  std::optional<std::string> noted() const {
    DemoFacts now;
    read_facts(said_.back(), now);
    if (now.empty()) return std::nullopt;
    std::string text;
    if (!now.name.empty()) text = demo_text("noted.name", {{"name", now.name}});
    now.name.clear();
    std::string list;
    for (const std::string& sentence : sentences(now))
      list += (list.empty() ? "" : " ") + sentence + ".";
    if (!list.empty()) text += (text.empty() ? "" : " ") + demo_text("noted", {{"facts", list}});
    return text + " " + demo_text("noted.tail");
  }

  static std::vector<std::string> sentences(const DemoFacts& facts) {
    std::vector<std::string> all;
    const auto add = [&](std::string sentence) {
      sentence = sentence.substr(0, sentence.find_last_not_of('.') + 1);
      if (std::find(all.begin(), all.end(), sentence) == all.end())
        all.push_back(std::move(sentence));
    };
    if (!facts.name.empty()) add(demo_text("name", {{"name", facts.name}}));
    if (!facts.likes.empty()) add(demo_text("likes", {{"likes", joined(facts.likes)}}));
    if (!facts.dislikes.empty()) add(demo_text("dislikes", {{"dislikes", joined(facts.dislikes)}}));
    for (const DemoFact& fact : facts.facts) add(fact.sentence);
    return all;
  }

  const DemoFact* fact_about(std::string_view topic) const {
    const auto it =
        std::find_if(facts_.facts.begin(), facts_.facts.end(), [&](const DemoFact& fact) {
          return !fact.topic.empty() && normal_form(fact.topic) == topic;
        });
    return it == facts_.facts.end() ? nullptr : &*it;
  }

  std::string unknown(std::string_view what) const {
    return demo_text("unknown." + std::string(what), {{"sent", sent()}}) + tail();
  }

  std::string sent() const {
    const std::string messages =
        prompt_.messages.size() == 1 ? "one message" : counted(prompt_.messages.size());
    return std::string(summary_.empty() ? "the " : "the summary and the ") + messages +
           " I was sent";
  }

  // Whoever was sent one message only may have forgotten the rest.
  std::string tail() const {
    const bool has_all_there_is = prompt_.messages.size() > 1 || !summary_.empty();
    return has_all_there_is ? "" : " " + demo_text("unknown.tail");
  }

  const Prompt& prompt_;
  const std::string_view summary_;  // of earlier messages, in the instructions; may be empty
  std::vector<std::string> said_;   // by the user, oldest first; never empty
  DemoFacts facts_;
  std::string question_;
};

}  // namespace

std::string demo_answer(const Prompt& prompt) {
  if (asks_demo_for_summary(prompt)) return demo_summary(prompt);
  return Answerer(prompt).answer();
}

}  // namespace magic
