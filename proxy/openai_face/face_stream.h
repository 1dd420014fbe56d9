// One answer as the server-sent events of one of OpenAI's APIs: every call gives the bytes to send.
//
// Order of calls: begin() once, text() and reasoning() as they come, end() once. Model text cannot
// forge an event: each is one line of JSON.
// Thread rule: one thread at a time.
#pragma once

#include <string>
#include <string_view>

#include "proxy/openai_face/face_types.h"

namespace magic {

class FaceStream {
 public:
  virtual ~FaceStream() = default;

  virtual std::string begin() = 0;
  virtual std::string text(std::string_view piece) = 0;
  virtual std::string reasoning(std::string_view piece) = 0;
  // The last events, for every ending and for a failure.
  virtual std::string end(const FaceAnswer& answer) = 0;

  // Another model stands in for the one that was asked for.
  virtual void set_model(std::string model) = 0;
};

}  // namespace magic
