// Ollama's native API as bytes: POST /api/chat, GET /api/version, GET /api/tags.
// Source of the facts: Ollama's public source, 2026-08; older releases leave fields out and ignore
// ones they do not know.
// Thread rule: pure functions; a decoder is used by one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/providers/answer_decoder.h"

namespace magic {

// One line of JSON. Never truncates in silence: "truncate":false and "shift":false make Ollama
// refuse what does not fit. num_ctx must stay the same between requests, else Ollama loads the
// model anew. Thinking is left to the model's default.
std::string ollama_request_json(const Prompt& prompt, int num_ctx);

// JSON lines, the last one with "done":true.
std::unique_ptr<AnswerDecoder> make_ollama_stream_decoder();

// The one object of an answer that is not streamed, on however many lines.
std::unique_ptr<AnswerDecoder> make_ollama_whole_decoder();

// True for the answer of Ollama's GET /api/version. Other servers answer that path too: LM Studio
// with 200 and an error.
bool is_ollama_version(std::string_view body);

struct OllamaModel {
  std::string name;        // with its tag: "llama3.2:latest"
  bool is_remote = false;  // it runs in a cloud, the local server only passes on

  bool operator==(const OllamaModel&) const = default;
};

// The models of GET /api/tags that can chat. nullopt for anything that is not Ollama's: llama.cpp's
// server answers that path too, with OpenAI's "data" beside the "models".
std::optional<std::vector<OllamaModel>> ollama_models_from_json(std::string_view body);

}  // namespace magic
