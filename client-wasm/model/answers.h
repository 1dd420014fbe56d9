// Several answers to one question: which of them is on the screen. The one that counts for later
// turns (Message::current) is the one that is shown; where none is marked, the first.
//
// Thread rule: UI thread only; pure functions of their arguments.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "client-wasm/model/chat_model.h"

namespace magic {

// Adds an answer as the store holds it, or replaces what was known of it, and shows the one that
// counts. An answer that is current makes the others not current.
void take_version(Entry& entry, const Message& stored, std::optional<ContextReport> context);

// From now on that one of several answers counts, and is shown. False: it did already, or is unknown.
bool count_version(Entry& entry, const std::string& answer_id);

// Leaves out one of several answers, and shows the one that counts of the others.
void remove_version(Entry& entry, const std::string& answer_id);

// Leaves out the answers that a complete history did not name.
void drop_unconfirmed_versions(Entry& entry);

// Where the shown answer stands among several; nullopt when there is nothing to choose.
std::optional<std::size_t> shown_version(const Entry& entry);

// What the proxy is to be told.
struct AnswerChoice {
  std::string turn_id;
  std::string answer_id;
};
// Shows another answer, which counts from now on. nullopt when there is no such answer, or not now.
std::optional<AnswerChoice> choose_version(ChatModel& model, int entry_key, std::size_t index);

}  // namespace magic
