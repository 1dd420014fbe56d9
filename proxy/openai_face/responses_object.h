// The parts of a response object, for the writers of responses_face.h only.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "proxy/openai_face/face_types.h"
#include "shared/json_fields.h"

namespace magic {

// The parts of items: {"type":"output_text","text",...}, {"type":"refusal","refusal"} and
// {"type":"summary_text","text"}.
Json output_text_part(std::string_view text);
Json refusal_part(std::string_view text);
Json summary_part(std::string_view text);

// Items of `output`. Status: "in_progress", "completed" or "incomplete".
Json message_item(const std::string& id, const char* status, Json content);
Json reasoning_item(const std::string& id, Json summary);

// The name of the item that stands at `index` of the response "resp_X": "msg_X_0", "rs_X_0".
std::string item_id(const FaceHead& head, const char* kind, std::size_t index);

// A response under way.
Json response_object(const FaceHead& head, const char* status, Json output);

// The same when it has ended: status, error, incomplete_details, model and usage are the answer's.
Json ended_response_object(const FaceHead& head, const FaceAnswer& answer, Json output);

}  // namespace magic
