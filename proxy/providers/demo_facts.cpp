#include "proxy/providers/demo_facts.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>

#include "proxy/providers/demo_words.h"

namespace magic {
namespace {

struct Form {
  std::string_view opening;
  std::string_view topic;
  std::string_view said;  // how the fact begins when it is said to the user
};

constexpr std::array kForms{
    Form{"i live ", "home", "You live "},
    Form{"i moved to ", "home", "You moved to "},
    Form{"i am from ", "origin", "You are from "},
    Form{"i'm from ", "origin", "You are from "},
    Form{"i come from ", "origin", "You come from "},
    Form{"i work as ", "work", "You work as "},
    Form{"i work at ", "work", "You work at "},
    Form{"i work for ", "work", "You work for "},
    Form{"i work in ", "work", "You work in "},
    Form{"i am a ", "work", "You are a "},
    Form{"i'm a ", "work", "You are a "},
    Form{"i am an ", "work", "You are an "},
    Form{"i'm an ", "work", "You are an "},
    Form{"i study ", "studies", "You study "},
    Form{"i speak ", "languages", "You speak "},
    Form{"i was born ", "birth", "You were born "},
    Form{"i have a ", "", "You have a "},
    Form{"i have an ", "", "You have an "},
    Form{"i have two ", "", "You have two "},
    Form{"i have three ", "", "You have three "},
};

constexpr std::array<std::string_view, 13> kLikes{
    "i like ",       "i love ",        "i really like ", "i really love ", "i also like ",
    "i also love ",  "i do like ",     "i prefer ",      "i enjoy ",       "i adore ",
    "i'm a fan of ", "i am a fan of ", "i'm fond of "};
constexpr std::array<std::string_view, 6> kDislikes{"i don't like ",     "i do not like ",
                                                    "i dislike ",        "i hate ",
                                                    "i no longer like ", "i don't love "};

template <class Words>
bool holds(const Words& words, std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

bool is_question(std::string_view sentence) {
  if (sentence.ends_with('?') || sentence.ends_with("？")) return true;
  constexpr std::string_view kOpenings[] = {
      "what", "what's", "who", "where", "when",  "why",   "how",  "which", "do",    "does", "did",
      "is",   "are",    "am",  "can",   "could", "would", "will", "tell",  "guess", "has",  "have"};
  return holds(kOpenings, first_word(lower_case(trimmed(sentence))));
}

// What a sentence says before it asks: "my name is Bob" of "my name is Bob, what's my name?".
std::string_view without_question(std::string_view sentence) {
  while (is_question(sentence)) {
    const std::size_t comma = sentence.rfind(", ");
    sentence = sentence.substr(0, comma == std::string_view::npos ? 0 : comma);
  }
  return sentence;
}

// A sentence cut before each "and I", ", my" and the like, where another statement begins.
std::vector<std::string_view> statements_of(std::string_view sentence) {
  const std::string lower = lower_case(sentence);
  std::vector<std::string_view> statements;
  std::size_t start = 0;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    std::size_t joint = 0;
    for (const std::string_view each : {", and ", ", but ", ", ", " and ", " but ", "，"})
      if (joint == 0 && std::string_view(lower).substr(i).starts_with(each)) joint = each.size();
    if (joint == 0) continue;
    const std::string_view next = std::string_view(lower).substr(i + joint);
    const std::array<std::string_view, 6> kSubjects{"i ",  "i'm ",     "i've ",
                                                    "my ", "call me ", "remember "};
    if (std::none_of(kSubjects.begin(), kSubjects.end(),
                     [&](std::string_view subject) { return next.starts_with(subject); }))
      continue;
    statements.push_back(sentence.substr(start, i - start));
    start = i + joint;
    i = start - 1;
  }
  statements.push_back(sentence.substr(start));
  return statements;
}

std::string_view without_end_marks(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    text = trimmed(text);
    for (const std::string_view mark : {".", "!", ";", "。", "！", "；"})
      if (text.ends_with(mark)) {
        text.remove_suffix(mark.size());
        again = true;
      }
  }
  return text;
}

// One statement of a user, and the same in lower case with the same offsets.
class Statement {
 public:
  explicit Statement(std::string_view text)
      : text_(without_end_marks(text)), lower_(lower_case(text_)) {}

  // What follows `opening`, when it stands here and is not part of a reported question ("tell me
  // whether I like it").
  std::string_view after(std::string_view opening) const {
    const std::size_t at = find_words(lower_, opening);
    if (at == std::string_view::npos) return {};
    std::string_view before = trimmed(std::string_view(lower_).substr(0, at));
    before.remove_prefix(
        before.find_last_of(' ') == std::string_view::npos ? 0 : before.find_last_of(' ') + 1);
    constexpr std::array<std::string_view, 9> kReporting{"if",    "whether", "what",   "how", "why",
                                                         "where", "which",   "should", "when"};
    if (holds(kReporting, before)) return {};
    return trimmed(text_.substr(at + opening.size()));
  }

  std::string_view text() const { return text_; }
  const std::string& lower() const { return lower_; }

 private:
  std::string_view text_;
  std::string lower_;
};

// A capital, or a letter of a script without capitals. Emoji and symbols start with the bytes that
// are left out.
bool starts_like_a_name(std::string_view word) {
  if (word.empty()) return false;
  const auto byte = static_cast<unsigned char>(word[0]);
  return (byte >= 'A' && byte <= 'Z') || (byte >= 0x80 && byte < 0xF0 && byte != 0xE2);
}

// The first word, and those after it that are written like names: "Ada King de Lovelace".
std::string name_from(std::string_view value) {
  constexpr std::array<std::string_view, 9> kParticles{"de",  "la", "van", "von", "der",
                                                       "bin", "al", "da",  "di"};
  value = value.substr(0, value.find_first_of(",(\""));
  std::string name;
  std::string pending;
  while (!value.empty()) {
    const std::string_view word = first_word(value);
    if (name.empty()) {
      name = word;
    } else if (starts_like_a_name(word)) {
      name += pending + " " + std::string(word);
      pending.clear();
    } else if (holds(kParticles, word)) {
      pending += " " + std::string(word);
    } else {
      break;
    }
    value = trimmed(value.substr(word.size()));
  }
  return name;
}

void read_name(const Statement& statement, DemoFacts& facts) {
  constexpr std::array<std::string_view, 6> kNoNames{"not",   "later", "when",
                                                     "still", "a",     "unknown"};
  for (const std::string_view opening :
       {"my name is ", "my name's ", "my name: ", "i am called ", "i'm called ", "call me "}) {
    const std::string name = name_from(statement.after(opening));
    if (!name.empty() && !holds(kNoNames, name)) facts.name = name;
  }
  // "I'm Carol", but not "I'm tired": only the capital tells.
  for (const std::string_view opening : {"i am ", "i'm "}) {
    const std::string_view value = statement.after(opening);
    if (starts_like_a_name(value)) facts.name = name_from(value);
  }
}

std::string thing_from(std::string_view value) {
  constexpr std::array<std::string_view, 8> kFillers{" too", " a lot", " very much", " as well",
                                                     " now", " best",  " the most",  " most"};
  for (const std::string_view filler : kFillers)
    if (value.ends_with(filler)) value.remove_suffix(filler.size());
  constexpr std::array<std::string_view, 7> kNothing{"it",   "that", "this", "you",
                                                     "them", "your", "how"};
  if (holds(kNothing, first_word(lower_case(value)))) return {};
  return said_to_user(value);
}

void move_between(std::string thing, std::vector<std::string>& to, std::vector<std::string>& from) {
  if (thing.empty()) return;
  const auto same = [lower = lower_case(thing)](const std::string& each) {
    return lower_case(each) == lower;
  };
  std::erase_if(from, same);
  std::erase_if(to, same);
  to.push_back(std::move(thing));
}

void read_likes(const Statement& statement, DemoFacts& facts) {
  for (const std::string_view opening : kLikes)
    move_between(thing_from(statement.after(opening)), facts.likes, facts.dislikes);
  for (const std::string_view opening : kDislikes)
    move_between(thing_from(statement.after(opening)), facts.dislikes, facts.likes);
}

void put_fact(DemoFact fact, DemoFacts& facts) {
  std::erase_if(facts.facts, [&](const DemoFact& each) {
    return (!fact.topic.empty() && each.topic == fact.topic) || each.sentence == fact.sentence;
  });
  facts.facts.push_back(std::move(fact));
}

void read_age(const Statement& statement, DemoFacts& facts) {
  for (const std::string_view opening : {"i am ", "i'm "}) {
    const std::string_view years = first_word(statement.after(opening));
    if (!years.empty() && years.size() <= 3 &&
        years.find_first_not_of("0123456789") == std::string_view::npos)
      put_fact({"age", "You are " + std::string(years) + " years old"}, facts);
  }
}

// "My dog is Rex", "my favourite colours are red and blue"
void read_possession(const Statement& statement, DemoFacts& facts) {
  const std::string_view value = statement.after("my ");
  if (value.empty()) return;
  const std::string lower = lower_case(value);
  std::size_t verb = std::string::npos;
  for (const std::string_view each : {" is ", " are ", " was "})
    verb = std::min(verb, lower.find(each));
  if (verb == std::string::npos) return;
  std::string topic = lower.substr(0, verb);
  constexpr std::size_t kMaxTopicSpaces = 3;  // longer ones are no topic but a story
  if (topic == "name" ||
      std::count(topic.begin(), topic.end(), ' ') > std::ptrdiff_t{kMaxTopicSpaces})
    return;
  if (const std::size_t at = topic.find("favorite"); at != std::string::npos)
    topic.replace(at, 8, "favourite");
  put_fact({topic, "Your " + said_to_user(value)}, facts);
  if (topic.starts_with("favourite")) {
    const std::string_view thing = trimmed(value.substr(value.find(' ', verb + 1)));
    move_between(thing_from(thing), facts.likes, facts.dislikes);
  }
}

void read_forms(const Statement& statement, DemoFacts& facts) {
  for (const Form& form : kForms) {
    const std::string_view value = statement.after(form.opening);
    if (value.empty()) continue;
    const std::string_view word = first_word(value);
    if (word == "question" || word == "problem" || word == "fan" || word == "bit") continue;
    put_fact({std::string(form.topic), std::string(form.said) + said_to_user(value)}, facts);
  }
}

void read_remember(std::string_view sentence, DemoFacts& facts) {
  const Statement statement(sentence);
  for (const std::string_view opening :
       {"remember that ", "remember: ", "don't forget that ", "remember this: "}) {
    std::string said = said_to_user(statement.after(opening));
    if (said.empty()) continue;
    if (said[0] >= 'a' && said[0] <= 'z') said[0] = static_cast<char>(said[0] - 'a' + 'A');
    put_fact({"", said}, facts);
  }
}

}  // namespace

void read_facts(std::string_view message, DemoFacts& facts) {
  const std::string plain = plain_quotes(message);
  for (const std::string_view sentence : sentences_of(plain)) {
    const std::string_view said = without_question(sentence);
    read_remember(said, facts);
    for (const std::string_view text : statements_of(said)) {
      const Statement statement(text);
      read_name(statement, facts);
      read_likes(statement, facts);
      read_age(statement, facts);
      read_possession(statement, facts);
      read_forms(statement, facts);
    }
  }
}

}  // namespace magic
