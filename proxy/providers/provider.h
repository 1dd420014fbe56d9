// A provider answers a prompt: OpenAI, Ollama (or a server of its kind), or the built-in demo.
//
// The chat service is the only caller. A provider knows nothing of sessions, stores or HTTP clients
// of ours: it gets the messages that the model shall see, and nothing else exists for it.
// Thread rule: one object serves all turns at once; every method may be called from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/base/cancel.h"
#include "shared/chat_types.h"
#include "shared/provider_types.h"
#include "shared/result.h"
#include "shared/turn_record.h"

namespace magic {

struct PromptMessage {
  Role role = Role::user;
  std::string text;

  bool operator==(const PromptMessage&) const = default;
};

struct Prompt {
  std::string model;
  std::string instructions;             // system text; may be empty
  std::vector<PromptMessage> messages;  // oldest first; the last one is the user's new message
  bool stream = true;                   // false: ask upstream for one whole answer
  int max_output_tokens = 0;            // always set by the chat service; includes reasoning tokens
  std::optional<double> temperature;
  std::string previous_response_id;  // OpenAI only: go on from what the provider holds
  bool keep_at_provider = false;     // OpenAI only: "store":true, so that a later turn can go on
  std::string request_id;            // sent upstream as X-Request-Id; empty: none

  bool operator==(const Prompt&) const = default;
};

// Receives the answer piece by piece, in order, on the thread that called stream(). Pieces are
// whole UTF-8 characters. Returning false means: stop, nobody listens any more.
class AnswerSink {
 public:
  virtual ~AnswerSink() = default;
  virtual bool on_text(std::string_view piece) = 0;
  virtual bool on_reasoning(std::string_view piece) = 0;
};

// How the answer ended. Text already given to the sink stays valid under every ending.
struct AnswerEnd {
  Ending ending = Ending::completed;
  std::optional<Error> error;  // set exactly when ending is upstream_error; the provider's own
                               // sentence is kept in it, secrets are not
  std::string model;           // as the provider names it; empty when it did not say
  Usage usage;
  UpstreamTrace trace;  // attempts are all filled in by the provider, retries included
  bool is_previous_response_gone = false;  // why it failed: previous_response_id is not known there

  bool operator==(const AnswerEnd&) const = default;
};

class Provider {
 public:
  virtual ~Provider() = default;

  // Whether a request would have a chance right now. May ask the network, for at most 2 s, and
  // remembers the answer for a few seconds. Never fails: the reason is in the status.
  virtual ProviderStatus status() = 0;

  // Blocks until the answer has ended. Returns within 200 ms after `cancel` is cancelled, with the
  // ending that the token names. Never throws.
  virtual AnswerEnd stream(const Prompt& prompt, AnswerSink& sink, CancelToken& cancel) = 0;

  // The request that stream() would send for `prompt` in the wire format `format` (see
  // UpstreamTrace), byte for byte, with the key replaced by a word. nullopt: no such format. Asks
  // no network.
  virtual std::optional<UpstreamCall> call_for(const Prompt& prompt, std::string_view format) = 0;

  // The models that could be named in a prompt, the default one first. May ask the network as
  // status() does. Empty: not known.
  virtual std::vector<ModelInfo> models() = 0;
};

}  // namespace magic
