// The use cases: one turn, clearing, reading back, health. Knows no HTTP, no Redis, no JSON.
//
// A turn has two halves, so that everything that can be refused is refused before anything is
// promised: begin() checks and stores the user's message, run() streams and stores the answer.
// Thread rule: every method may be called from any thread; run() blocks for as long as the model
// speaks.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "proxy/base/clock.h"
#include "proxy/providers/provider.h"
#include "proxy/store/session_store.h"
#include "shared/chat_types.h"
#include "shared/result.h"

namespace magic {

struct ProviderSlot {
  ProviderId id = ProviderId::demo;
  std::unique_ptr<Provider> provider;
  int max_output_tokens = 1024;  // when the request names none
};

// A turn that was accepted: the user's message is stored.
struct Turn {
  TurnStart start;  // what is being sent; goes to the client first
  Mode mode = Mode::stateless;
  Prompt prompt;
  Provider* provider = nullptr;
  std::int64_t accepted_ms = 0;  // monotonic
};

// How a turn ended. The answer is stored unless error says store_unavailable; its text is kept in
// any case. error is set when the provider failed, or the store did.
struct TurnResult {
  ChatAnswer answer;
  std::optional<Error> error;
};

class ChatService {
 public:
  ChatService(std::unique_ptr<SessionStore> store, std::vector<ProviderSlot> providers,
              const Clock& clock);

  // Errors: provider_unavailable, store_unavailable. After an error nothing was stored.
  Result<Turn> begin(const ChatRequest& request);

  TurnResult run(const Turn& turn, AnswerSink& sink, CancelToken& cancel);

  // Instead of run(), when the client has gone before it: stores that there is no answer.
  void abandon(const Turn& turn);

  // Sessions ids were checked (shared/session_id.h) before any of these.
  Status clear(const std::string& session_id);
  Result<MessagePage> messages(const std::string& session_id,
                               const std::optional<std::string>& after, int limit);
  Health health();

 private:
  ProviderSlot* slot(ProviderId id);

  std::unique_ptr<SessionStore> store_;
  std::vector<ProviderSlot> providers_;
  const Clock& clock_;
};

}  // namespace magic
