// What is known of what one turn was sent, and why.
//
// Views read it; only its control changes it, through the functions below. No Dear ImGui, no I/O,
// no clock. Thread rule: UI thread only; pure functions of their arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "client-wasm/model/chat_model.h"
#include "shared/result.h"
#include "shared/turn_record.h"
#include "shared/turn_requests.h"

namespace magic {

// A turn as the chat knows it; when this changes, there is more to know of it.
struct TurnVersion {
  std::string session_id;
  std::string turn_id;
  int revision = 0;

  bool operator==(const TurnVersion&) const = default;
};

// "What if it were not there?": an answer, and the one that was given without a message.
struct WhatIf {
  std::string turn_id;
  std::string message_id;
  Message with;
  std::optional<ChatAnswer> without;  // absent: under way, or failed
  std::optional<Error> error;
};

bool is_under_way(const WhatIf& what_if);

struct InspectorModel {
  bool open = false;
  std::string turn_id;     // chosen by the person; empty: the last one
  std::string answer_id;   // chosen among its answers; empty: the one that counts
  std::string message_id;  // the one in the list that is unfolded; empty: none

  TurnVersion asked;                 // what is being read, or was read last
  bool reading = false;              // its answer has not come
  std::optional<TurnRecord> record;  // the last one that was read
  std::optional<Error> read_error;   // why `asked` could not be read

  bool changing = false;              // a mark, a deletion or a choice is under way
  std::optional<Error> change_error;  // why the last one did not happen
  std::optional<WhatIf> what_if;

  std::optional<std::int64_t> seconds_left;  // until the session expires; absent: not known
  std::string redis_key;                     // of its messages; empty: not known
};

// What is on the screen of one answer of one turn.
struct ShownTurn {
  std::string turn_id;  // empty: there is no turn
  int number = 0;       // counted from 1
  bool is_last = false;
  bool running = false;
  ProviderId provider = ProviderId::demo;  // of the answer
  const ContextReport* context = nullptr;  // nullptr: not known yet
  const AnswerRecord* answer = nullptr;    // nullptr: not read yet, or there is none
  int answer_index = 0, answers = 0;
};
ShownTurn shown_turn(const InspectorModel& model, const ChatModel& chat);

// The turn whose record is to be read now; nullopt when nothing is.
std::optional<TurnVersion> turn_to_read(const InspectorModel& model, const ChatModel& chat);
void begin_read(InspectorModel& model, TurnVersion version);
void apply_record(InspectorModel& model, const TurnVersion& version,
                  const Result<TurnRecord>& record);

// Choosing the last turn means whichever is the last: it goes on with the chat.
void inspect_turn(InspectorModel& model, const ChatModel& chat, std::string turn_id,
                  std::string answer_id);
// Another session is open: nothing is known of it.
void leave_session(InspectorModel& model);

// The answer that is shown, asked for once more without this message. nullopt when nothing can be
// asked now.
struct OutgoingWhatIf {
  std::string turn_id;
  ReplayRequest request;
};
std::optional<OutgoingWhatIf> begin_what_if(InspectorModel& model, const ChatModel& chat,
                                            const std::string& message_id);
void apply_what_if(InspectorModel& model, const std::string& message_id,
                   const Result<ChatAnswer>& answer);

}  // namespace magic
