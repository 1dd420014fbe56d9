// What the built-in demo reads in what a user wrote: sentences of a few known forms, in English,
// with values in any script.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace magic {

struct DemoFact {
  std::string topic;     // what a question asks for: "home", "work", "dog"; empty: only remembered
  std::string sentence;  // to the user, without full stop: "You live in Paris"
};

struct DemoFacts {
  std::string name;  // empty: not said
  std::vector<std::string> likes;
  std::vector<std::string> dislikes;
  std::vector<DemoFact> facts;

  bool empty() const { return name.empty() && likes.empty() && dislikes.empty() && facts.empty(); }
};

// Adds what `message` says. Later words win: a new name replaces the old one, and so does a new
// fact of the same topic. Questions say nothing.
void read_facts(std::string_view message, DemoFacts& facts);

}  // namespace magic
