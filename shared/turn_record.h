// The recipe of a turn: what was really sent upstream, what came back, what it cost.
//
// A request is not kept as bytes: each one repeats the whole conversation, and a message that was
// deleted must be gone from everywhere. What is kept is how it was made; the bytes are made again
// when somebody asks, and compared with the size and hash of those that were sent.
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/chat_types.h"

namespace magic {

// One try at the upstream. A turn has more than one when it was retried or fell back.
struct UpstreamAttempt {
  ProviderId provider = ProviderId::demo;
  int status = 0;              // HTTP; 0: no answer
  std::string error;           // code of what went wrong; empty: nothing
  std::int64_t waited_ms = 0;  // before it, because the one before had failed

  bool operator==(const UpstreamAttempt&) const = default;
};

// What a provider says of the request that it sent. For the demo, which has no upstream, the
// request is the one that the proxy's own OpenAI-compatible face would answer in the same way.
struct UpstreamTrace {
  std::string format;  // which codec wrote the body: "responses", "ollama", "chat_completions"
  std::string url;
  std::int64_t body_bytes = 0;
  std::string body_hash;    // text_hash() of the body
  int status = 0;           // HTTP; 0: none
  std::string response_id;  // the provider's name for the answer
  std::string request_id;   // the provider's name for the request, e.g. x-request-id
  std::optional<std::int64_t> first_byte_ms;  // after the request began
  std::vector<UpstreamAttempt> attempts;      // in order, the last one included

  bool operator==(const UpstreamTrace&) const = default;
};

// A request as somebody could send it again.
struct UpstreamCall {
  std::string method = "POST";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;  // secrets already replaced
  std::string body;

  bool operator==(const UpstreamCall&) const = default;
};

// One answer of a turn with all that is known of how it came to be.
struct AnswerRecord {
  Message answer;
  LaneRequest request;  // as it was asked for, instructions included
  ContextReport context;
  UpstreamTrace trace;
  std::optional<UpstreamCall> call;  // absent: cannot be made again; why is in `call_note`
  bool call_is_exact = false;        // size and hash are those of what was sent
  std::string call_note;

  bool operator==(const AnswerRecord&) const = default;
};

// GET /sessions/{id}/turns/{tid}
struct TurnRecord {
  std::string session_id;
  std::string turn_id;
  std::optional<Message> question;  // absent: deleted
  std::vector<AnswerRecord> answers;
  std::string status;  // "running", "finished", or "interrupted": no answer was stored

  bool operator==(const TurnRecord&) const = default;
};

// FNV-1a, 64 bits, in hex. Tells two texts apart; no protection against somebody who wants to
// deceive himself.
std::string text_hash(std::string_view text);

}  // namespace magic
