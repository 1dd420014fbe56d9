// GET /v1/models: the models under the names that a request may use.
// Thread rule: any thread.
#pragma once

#include <string>
#include <vector>

#include "proxy/openai_face/face_chat.h"

namespace magic {

// {"object":"list","data":[{"id","object":"model","created":0,"owned_by"}]}. An id is the model's
// own name where that means this model, and "ollama/NAME" or "chatgpt/NAME" where it would mean
// another or none.
std::string models_json(FaceChat& chat);

// One of them. Errors: not_found with param "model".
Result<std::string> model_json(FaceChat& chat, const std::string& id);

}  // namespace magic
