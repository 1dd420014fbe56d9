#include "proxy/providers/error_mapping.h"

#include <algorithm>
#include <array>

#include "shared/utf8.h"

namespace magic {
namespace {

enum class Kind {
  bad_key,
  forbidden,
  no_credit,
  rate_limited,
  no_model,
  no_response,
  no_path,
  too_long,
  refused_request,
  redirect,
  timed_out,
  overloaded,
  unreadable,
  server_fault,
};

struct Rule {
  Kind kind;
  ErrorCode code;
  bool retryable;
  // {name}, {address}, {key}, {url}, {model_setting}, {model}, {no_model} are filled in.
  std::string_view sentence;
};

constexpr std::array<Rule, 14> kRules{{
    {Kind::bad_key, ErrorCode::provider_unavailable, false,
     "{name} does not accept the API key: check {key} in .env."},
    {Kind::forbidden, ErrorCode::provider_unavailable, false,
     "{name} does not allow this with the key in {key}."},
    {Kind::no_credit, ErrorCode::rate_limited, false,
     "{name} says that the account has no credit left: check its plan and billing."},
    {Kind::rate_limited, ErrorCode::rate_limited, true,
     "{name} is asked too often right now: try again a little later."},
    {Kind::no_model, ErrorCode::upstream_error, false, "{name} has no model '{model}'. {no_model}"},
    {Kind::no_response, ErrorCode::upstream_error, false,
     "{name} no longer holds the response that this turn was to go on from."},
    {Kind::no_path, ErrorCode::upstream_error, false,
     "{address} answers, but not as {name} does: check {url}."},
    {Kind::too_long, ErrorCode::upstream_error, false,
     "The conversation does not fit the context window of '{model}': send less of it, or start a "
     "new session."},
    {Kind::refused_request, ErrorCode::upstream_error, false, "{name} refused the request."},
    {Kind::redirect, ErrorCode::upstream_error, false,
     "{address} answers with a redirect, which is not followed: put the final address in {url}."},
    {Kind::timed_out, ErrorCode::upstream_timeout, true, "{name} gave up waiting for its model."},
    {Kind::overloaded, ErrorCode::upstream_error, true,
     "{name} is overloaded: try again a little later."},
    {Kind::unreadable, ErrorCode::upstream_error, true,
     "{name} sent an answer that cannot be read: check {url} if this stays so."},
    {Kind::server_fault, ErrorCode::upstream_error, true, "{name} failed to answer."},
}};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// By the provider's own words first: they are more exact than the status, and inside a stream there
// is no status.
Kind kind_of(int status, const ProviderProblem& problem) {
  const auto is = [&](std::string_view name) {
    return problem.code == name || problem.type == name;
  };
  if (is("unreadable_answer")) return Kind::unreadable;
  if (is("insufficient_quota") || is("credit_balance_exhausted")) return Kind::no_credit;
  if (is("rate_limit_exceeded") || is("rate_limit_error")) return Kind::rate_limited;
  if (status == 401 || is("invalid_api_key")) return Kind::bad_key;
  if (is("context_length_exceeded") || is("exceed_context_size_error") ||
      contains(problem.message, "longer than the context length") ||
      contains(problem.message, "exceeds the available context size"))
    return Kind::too_long;
  if (is_missing_response(problem)) return Kind::no_response;
  if (is_missing_model(status, problem)) return Kind::no_model;
  if (is("server_is_overloaded") || is("slow_down") || contains(problem.message, "server busy"))
    return Kind::overloaded;
  switch (status) {
    case 403:
      return Kind::forbidden;
    case 404:
    case 405:
      return Kind::no_path;
    case 408:
    case 504:
      return Kind::timed_out;
    case 409:
      return Kind::overloaded;
    case 413:
      return Kind::too_long;
    case 429:
      return Kind::rate_limited;
    case 503:
    case 529:
      return Kind::overloaded;
    default:
      break;
  }
  if (status >= 300 && status < 400) return Kind::redirect;
  if ((status >= 400 && status < 500) || is("invalid_request_error") || is("invalid_prompt"))
    return Kind::refused_request;
  return Kind::server_fault;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

std::string filled_in(std::string_view sentence, const ProviderWords& words,
                      std::string_view model) {
  std::string text(sentence);
  replace_all(text, "{no_model}", words.no_model);
  replace_all(text, "{name}", words.name);
  replace_all(text, "{address}", words.address);
  replace_all(text, "{key}", words.key_setting);
  replace_all(text, "{url}", words.url_setting);
  replace_all(text, "{model_setting}", words.model_setting);
  replace_all(text, "{model}", model);  // last: a model's name comes from outside
  return text;
}

// The provider's sentence as one that can stand in ours.
std::string quoted(const ProviderWords& words, const ProviderProblem& problem) {
  constexpr std::size_t kMaxQuoteBytes = 600;
  std::string text = problem.message;
  if (text.empty() || problem.code == "unreadable_answer") return {};
  text = redacted(utf8_repaired(text), words.secret);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return " " + words.name + " says: " + std::string(utf8_prefix(text, kMaxQuoteBytes));
}

// The upstream's name of the field at fault, where it is ours too.
std::string our_param(Kind kind, const ProviderProblem& problem) {
  if (kind == Kind::no_model) return "model";
  for (const std::string_view known : {"model", "temperature", "max_output_tokens", "instructions"})
    if (problem.param == known) return problem.param;
  return {};
}

Error make_error(Kind kind, const ProviderWords& words, std::string_view model, int status,
                 const ProviderProblem& problem) {
  const Rule& rule = *std::find_if(kRules.begin(), kRules.end(),
                                   [kind](const Rule& each) { return each.kind == kind; });
  Error error;
  error.code = rule.code;
  error.retryable = rule.retryable;
  error.message = filled_in(rule.sentence, words, redacted(std::string(model), words.secret));
  const std::string quote = quoted(words, problem);
  if (!quote.empty())
    error.message += quote;
  else if (status != 0)
    error.message += " (HTTP " + std::to_string(status) + ")";
  error.param = our_param(kind, problem);
  return error;
}

}  // namespace

bool is_missing_model(int status, const ProviderProblem& problem) {
  return problem.code == "model_not_found" ||
         ((status == 404 || status == 0) && contains(problem.message, "model") &&
          (contains(problem.message, "not found") || contains(problem.message, "does not exist")));
}

bool is_missing_response(const ProviderProblem& problem) {
  return problem.code == "previous_response_not_found" ||
         (problem.param == "previous_response_id" && contains(problem.message, "not found"));
}

int status_like(const ProviderProblem& problem) {
  switch (kind_of(0, problem)) {
    case Kind::rate_limited:
    case Kind::no_credit:
      return 429;
    case Kind::overloaded:
      return 503;
    case Kind::timed_out:
      return 504;
    case Kind::server_fault:
      return 500;
    default:
      return 400;
  }
}

Error error_from_refusal(const ProviderWords& words, std::string_view model, int status,
                         const ProviderProblem& problem, int retry_after_seconds) {
  Error error = make_error(kind_of(status, problem), words, model, status, problem);
  if (error.retryable) error.retry_after_seconds = retry_after_seconds;
  return error;
}

Error error_from_problem(const ProviderWords& words, std::string_view model,
                         const ProviderProblem& problem) {
  return make_error(kind_of(0, problem), words, model, 0, problem);
}

Error error_from_transport(const ProviderWords& words, UpstreamEnd end) {
  const auto timed_out = [](std::string sentence) {
    return Error{ErrorCode::upstream_timeout, std::move(sentence), {}, true};
  };
  switch (end) {
    case UpstreamEnd::unreachable:
      return provider_unavailable("Nothing answers at " + words.address + ". " + words.unreachable);
    case UpstreamEnd::tls:
      return {ErrorCode::provider_unavailable,
              "No trusted TLS connection to " + words.address +
                  ": its certificate is not signed by a root that this machine knows, or is not "
                  "for that name. SSL_CERT_FILE can name more roots."};
    case UpstreamEnd::timeout:
      return timed_out(words.name +
                       " was silent for too long. Try again, or raise UPSTREAM_TIMEOUT_SECONDS.");
    case UpstreamEnd::connect_timeout:
      return timed_out("No connection to " + words.address + " came about in time. " +
                       words.unreachable + " UPSTREAM_CONNECT_TIMEOUT_SECONDS can be raised.");
    case UpstreamEnd::no_first_byte:
      return timed_out(words.name +
                       " did not begin to answer in time. Try again, or raise "
                       "UPSTREAM_FIRST_BYTE_TIMEOUT_SECONDS.");
    case UpstreamEnd::total_timeout:
      return timed_out(words.name +
                       " did not finish its answer in time. Ask for a shorter one, or raise "
                       "UPSTREAM_TOTAL_TIMEOUT_SECONDS.");
    case UpstreamEnd::too_large:
      return {ErrorCode::upstream_error, words.name + " sent an answer that is too large."};
    case UpstreamEnd::broken:
    case UpstreamEnd::whole:
    case UpstreamEnd::stopped:
      break;
  }
  return {ErrorCode::upstream_error,
          "The connection to " + words.name + " broke off before the answer was complete.",
          {},
          true};
}

Error error_from_missing_end(const ProviderWords& words) {
  return {ErrorCode::upstream_error,
          words.name + " stopped before the answer was complete, without saying why.",
          {},
          true};
}

}  // namespace magic
