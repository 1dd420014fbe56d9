// What OpenAI's two request formats have in common, for the codecs of this folder only.
// Thread rule: pure functions.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "proxy/openai_face/face_types.h"
#include "shared/chat_limits.h"
#include "shared/json_fields.h"

namespace magic {

// A word of the request as an error may repeat it: not at any length.
std::string shown(std::string_view word);

// A field that would change the answer and cannot be honoured. `why` is a sentence that says what
// to do instead; empty: to leave it out.
struct RefusedField {
  const char* key;
  std::string_view why = {};
};

// An error for the first of them that says anything: not null, false, 0 or empty.
Status refuse_fields(const Json& body, std::initializer_list<RefusedField> refused);

// {"type":"text"} is the only format there is; `format` may be null.
Status require_text_format(const Json* format, const std::string& place);

// Adds one message to the request; `place` is e.g. "messages[2]". System and developer texts become
// instructions. Errors: invalid_field, for roles and content that are not text.
Status take_message(const Json& message, const std::string& place, FaceRequest& request);

// model, stream, temperature and the limits; `messages_key` is where the messages were. `max_key`
// is the field of the longest answer.
Status take_settings(JsonFields& fields, const char* max_key, FaceRequest& request);
Status check_request(const FaceRequest& request, const char* messages_key,
                     const ChatLimits& limits);

}  // namespace magic
