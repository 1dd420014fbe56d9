// One request of the OpenAI face on its way to an answer, with memory or without.
//
// With a session id it is a turn of that session: the last message is the new one, the conversation
// comes from the store and goes there. Earlier messages of the request are not looked at, since the
// session is the memory; instructions count for this answer only. Without a session id the
// messages are sent as they are and nothing is stored.
// Thread rule: one thread at a time, except its token, which may be used from any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "proxy/openai_face/face_chat.h"
#include "proxy/openai_face/face_types.h"

namespace magic {

struct FaceCaller {
  Caller caller;
  std::optional<std::string> session_id;  // valid by session_id.h
};

class FaceTurn {
 public:
  virtual ~FaceTurn() = default;

  // Errors: not_found with param "model", and those of ChatService::admit() and check_provider().
  static Result<std::unique_ptr<FaceTurn>> admit(FaceChat& chat, const FaceRequest& request,
                                                 const FaceCaller& caller);

  // The model that will answer, as its provider calls it.
  virtual const std::string& model() const = 0;

  // Whether begin() may take as long as other turns of the session do.
  virtual bool will_wait() const = 0;
  virtual Status begin() = 0;

  // Blocks for as long as the model speaks. Once, after begin().
  virtual FaceAnswer run(LaneSink& sink) = 0;

  // Whether the question is kept. Sending it again would then store it twice.
  virtual bool is_stored() const = 0;

  // As TurnRun's.
  virtual std::shared_ptr<CancelToken> token() = 0;
};

}  // namespace magic
