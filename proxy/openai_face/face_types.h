// What both of OpenAI's chat APIs come down to here: a request, and an answer to it.
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "proxy/providers/provider.h"
#include "shared/chat_types.h"
#include "shared/result.h"

namespace magic {

struct FaceRequest {
  std::string model;                    // as the client names it
  std::string instructions;             // system and developer texts, in order
  std::vector<PromptMessage> messages;  // oldest first; the last one is the user's, and not empty
  bool stream = false;
  bool include_usage = false;  // Chat Completions, streamed: a last chunk with the usage
  std::optional<int> max_output_tokens;
  std::optional<double> temperature;

  bool operator==(const FaceRequest&) const = default;
};

// What every event of one answer repeats.
struct FaceHead {
  std::string id;            // "chatcmpl-..." or "resp_..."
  std::int64_t created = 0;  // seconds since 1970
  std::string model;         // that answers
};

// An answer that has ended.
struct FaceAnswer {
  std::string text;
  std::string reasoning;
  Ending ending = Ending::completed;
  std::optional<Error> error;  // the provider failed, or the store did
  std::string model;           // as the provider names it; empty when it did not say
  Usage usage;
};

// Why the client gets an error instead of an end. An answer that was stopped is one too: to a
// client that did not stop it, it must not look whole.
std::optional<Error> failure_of(const FaceAnswer& answer);

}  // namespace magic
