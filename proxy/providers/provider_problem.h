// What a provider said went wrong, in its own words, whatever shape it said it in.
// Thread rule: plain values and pure functions.
#pragma once

#include <string>
#include <string_view>

namespace magic {

struct ProviderProblem {
  std::string code = {};     // "insufficient_quota"; may be empty
  std::string type = {};     // "invalid_request_error"; may be empty
  std::string param = {};    // the upstream's name of the field at fault; may be empty
  std::string message = {};  // a sentence; may be empty

  bool operator==(const ProviderProblem&) const = default;
};

// The body of a refusal. Seen in the field:
//   {"error":{"message","type","param","code"}}   OpenAI, vLLM, llama.cpp, Ollama's /v1
//   {"error":"text"}                              Ollama, LM Studio
//   {"message":..,"code":..} {"detail":"text"}    gateways
// Anything else, a web page say, gives an empty problem.
ProviderProblem problem_from_body(std::string_view body);

// A stream that cannot be read.
inline ProviderProblem unreadable_answer() {
  return {"unreadable_answer", "", "", "It sent something that this proxy cannot read."};
}

}  // namespace magic
