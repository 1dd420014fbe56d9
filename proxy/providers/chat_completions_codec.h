// The chat completions API as bytes, as Ollama, llama.cpp, vLLM and LM Studio serve it:
// POST {base}/chat/completions and GET {base}/models.
// Source of the facts: the servers' public sources and field reports of 2026; they differ in many
// small ways, and the decoders accept all that were seen.
// Thread rule: pure functions; a decoder is used by one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/providers/answer_decoder.h"

namespace magic {

std::string chat_completions_request_json(const Prompt& prompt);

// Server-sent events without names. Ended by a finish_reason or "[DONE]"; Ollama that fails in the
// middle just stops, without either.
std::unique_ptr<AnswerDecoder> make_chat_completions_stream_decoder();

// One completion object.
std::unique_ptr<AnswerDecoder> make_chat_completions_whole_decoder();

// The model ids of GET {base}/models; nullopt for anything else.
std::optional<std::vector<std::string>> model_ids_from_json(std::string_view body);

}  // namespace magic
