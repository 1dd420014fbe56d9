// The tour: short conversations whose answers are checked, so that everybody can see for himself
// what each kind of memory keeps and loses. Shape of the file: tour_json.h.
// Thread rule: plain values.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "shared/chat_types.h"

namespace magic {

// What an answer must be like. All of it must hold; nothing at all: any answer will do.
struct TourExpectation {
  std::vector<std::string> contains_any;  // at least one of these, in any case of letters
  std::vector<std::string> not_contains;  // none of these
  // Steps, counted from 0, whose messages must, or must not, have been sent word for word.
  std::vector<std::size_t> sent;
  std::vector<std::size_t> left_out;

  bool empty() const {
    return contains_any.empty() && not_contains.empty() && sent.empty() && left_out.empty();
  }
  bool operator==(const TourExpectation&) const = default;
};

enum class TourStepKind { say, pin, exclude, unmark };
enum class TourProvider { chosen, other };  // other: another available one, where there is one

struct TourStep {
  TourStepKind kind = TourStepKind::say;
  std::string sentence;  // what there is to see in it

  // say
  std::string say;
  Mode mode = Mode::stateless;
  MemoryChoice memory;
  TourProvider provider = TourProvider::chosen;
  TourExpectation expect;

  std::size_t target = 0;  // pin, exclude, unmark: the step whose message is marked

  bool operator==(const TourStep&) const = default;
};

struct TourScenario {
  std::string id;     // "memory-toggle"
  std::string title;  // "Memory toggle"
  std::string shows;  // one sentence
  std::optional<ProviderId> only_with;
  bool needs_two_providers = false;
  std::vector<TourStep> steps;

  bool operator==(const TourScenario&) const = default;
};

}  // namespace magic
