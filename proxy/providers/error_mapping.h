// Every way in which a provider can fail, turned into our error: one table.
//
// The provider's own sentence is kept in ours, shortened, and never with a secret in it: upstreams
// do echo keys.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "proxy/base/secret.h"
#include "proxy/providers/provider_problem.h"
#include "proxy/providers/upstream.h"
#include "shared/result.h"

namespace magic {

// The words a sentence needs to say what to do.
struct ProviderWords {
  std::string name;           // "OpenAI"
  std::string address;        // "https://api.openai.com"
  std::string key_setting;    // "OPENAI_API_KEY"
  std::string url_setting;    // "OPENAI_BASE_URL"
  std::string model_setting;  // "OPENAI_MODEL"
  std::string unreachable;    // what to do when nothing answers, a sentence
  std::string no_model;  // what to do when the model is missing, a sentence; {model} is filled in
  Secret secret;         // the API key
};

// An answer with a status other than 2xx. retry_after is in seconds, 0 when not known.
Error error_from_refusal(const ProviderWords& words, std::string_view model, int status,
                         const ProviderProblem& problem, int retry_after_seconds);

// A problem reported inside an answer that had begun well.
Error error_from_problem(const ProviderWords& words, std::string_view model,
                         const ProviderProblem& problem);

// No answer, or not all of it. `end` is none of whole and stopped. The sentence of a time-out names
// the setting that holds it.
Error error_from_transport(const ProviderWords& words, UpstreamEnd end);

// The answer stopped in good order, but without saying that it was complete.
Error error_from_missing_end(const ProviderWords& words);

// The wait that the headers Retry-After (seconds or an HTTP date) and retry-after-ms ask for; 0:
// none. In seconds it is rounded up.
std::int64_t retry_after_ms(std::string_view seconds_or_date, std::string_view milliseconds,
                            std::int64_t now_wall_ms);
int retry_after_seconds(std::string_view seconds_or_date, std::string_view milliseconds,
                        std::int64_t now_wall_ms);

inline constexpr std::string_view kRedacted = "[redacted]";

// Shorter ones are placeholders such as Ollama's "ollama", and words of ordinary sentences.
bool is_long_enough_to_redact(const Secret& secret);

// `text` without `secret` and without anything else that looks like an OpenAI key.
std::string redacted(std::string text, const Secret& secret);

// Whether a 404 is about the model, not about the path.
bool is_missing_model(int status, const ProviderProblem& problem);

// Whether the response that a turn was to go on from is not known (any more).
bool is_missing_response(const ProviderProblem& problem);

// The HTTP status that a problem inside an answer would have been refused with.
int status_like(const ProviderProblem& problem);

}  // namespace magic
