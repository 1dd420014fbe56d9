#include "proxy/observe/observer.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "proxy/observe/process_metrics.h"

namespace magic {
namespace {

// Seconds. A request to the store takes milliseconds, an answer of a model up to minutes.
const std::vector<double> kShort{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                 0.1,    0.25,  0.5,    1,     2.5,  5};
const std::vector<double> kLong{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
                                2.5,   5,    10,    30,   60,  120,  300};

double seconds(std::int64_t milliseconds) { return static_cast<double>(milliseconds) / 1000; }

// As it stands in a label: a method that nobody knows must not make a series of its own.
std::string method_label(const std::string& method) {
  constexpr std::array kKnown{"GET", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "PUT"};
  for (const char* const known : kKnown)
    if (method == known) return method;
  return "other";
}

// Asked every few seconds by machines.
bool is_probe(std::string_view route) {
  return route == "/healthz" || route == "/readyz" || route == "/metrics";
}

LogLevel level_of(const RequestReport& report) {
  if (report.status >= 500) return LogLevel::warn;
  return is_probe(report.route) ? LogLevel::debug : LogLevel::info;
}

constexpr std::array kSpoolEnds{SpoolReport::Event::stored, SpoolReport::Event::dropped_when_full,
                                SpoolReport::Event::dropped_as_too_old,
                                SpoolReport::Event::dropped_without_session,
                                SpoolReport::Event::dropped_at_the_end};

std::string name_of(SpoolReport::Event event) {
  switch (event) {
    case SpoolReport::Event::kept:
      return "kept";
    case SpoolReport::Event::stored:
      return "stored";
    case SpoolReport::Event::dropped_when_full:
      return "dropped_when_full";
    case SpoolReport::Event::dropped_as_too_old:
      return "dropped_as_too_old";
    case SpoolReport::Event::dropped_without_session:
      return "dropped_without_session";
    case SpoolReport::Event::dropped_at_the_end:
      return "dropped_at_the_end";
  }
  return "unknown";
}

void add_if(std::vector<LogField>& fields, const char* key,
            const std::optional<std::int64_t>& value) {
  if (value) fields.push_back({key, *value});
}

void add_if(std::vector<LogField>& fields, const char* key, const std::string& value) {
  if (!value.empty()) fields.push_back({key, value});
}

}  // namespace

Observer::Observer(const Log& log)
    : log_(log),
      requests_(metrics_.counter("magic_http_requests_total", "HTTP requests that were answered.",
                                 {"method", "route", "status"})),
      request_seconds_(metrics_.histogram("magic_http_request_seconds",
                                          "From a request's first line to the end of its answer, "
                                          "streams included.",
                                          {"route"}, kLong)),
      live_streams_(metrics_.gauge("magic_live_streams", "Event streams that are open now.", {})),
      turns_(metrics_.counter("magic_turns_total", "Answers that ended, by how they ended.",
                              {"provider", "ending"})),
      first_token_seconds_(metrics_.histogram(
          "magic_first_token_seconds", "From a turn's acceptance to the first piece of its answer.",
          {"provider"}, kLong)),
      answer_seconds_(metrics_.histogram("magic_answer_seconds",
                                         "From a turn's acceptance to the end of its answer.",
                                         {"provider"}, kLong)),
      queue_seconds_(metrics_.histogram("magic_turn_queue_seconds",
                                        "Time in which turns waited for others of their session.",
                                        {}, kLong)),
      tokens_(metrics_.counter("magic_tokens_total", "Tokens, as the providers counted them.",
                               {"provider", "direction"})),
      truncated_(metrics_.counter(
          "magic_truncated_upstream_total",
          "Answers for which the provider processed clearly less than it was sent.", {"provider"})),
      upstream_attempts_(metrics_.counter("magic_upstream_attempts_total",
                                          "Requests to providers, retries included.",
                                          {"provider"})),
      upstream_errors_(metrics_.counter("magic_upstream_errors_total",
                                        "Requests to providers that failed, by error code.",
                                        {"provider", "code"})),
      redis_round_trips_(metrics_.counter("magic_redis_round_trips_total",
                                          "Round trips to Redis, by whether it answered.",
                                          {"answered"})),
      redis_seconds_(metrics_.histogram("magic_redis_round_trip_seconds",
                                        "How long round trips to Redis took.", {}, kShort)),
      spool_answers_(metrics_.gauge("magic_spool_answers",
                                    "Answers that wait in memory for Redis to take them.", {})),
      spool_bytes_(metrics_.gauge("magic_spool_bytes", "Their size.", {})),
      spool_ends_(metrics_.counter("magic_spool_ended_total",
                                   "Answers that waited for Redis, by what became of them.",
                                   {"end"})) {
  // A series that says 0 tells more than none.
  live_streams_.add({}, 0);
  spool_answers_.add({}, 0);
  spool_bytes_.add({}, 0);
  for (const SpoolReport::Event end : kSpoolEnds) spool_ends_.add({name_of(end)}, 0);
  add_process_metrics(metrics_);
}

void Observer::on_stream_opened() { live_streams_.add({}); }

void Observer::on_request_ended(const RequestReport& report) {
  if (report.streamed) live_streams_.add({}, -1);
  requests_.add({method_label(report.method), report.route, std::to_string(report.status)});
  request_seconds_.observe({report.route}, report.seconds);
  const LogLevel level = level_of(report);
  if (!log_.writes(level)) return;
  std::vector<LogField> fields{{"method", method_label(report.method)},
                               {"route", report.route},
                               {"status", std::int64_t{report.status}},
                               {"ms", static_cast<std::int64_t>(report.seconds * 1000)}};
  if (report.streamed) {
    fields.push_back({"streamed", true});
  } else {
    fields.push_back({"bytes", static_cast<std::int64_t>(report.body_bytes)});
  }
  fields.push_back({"request_id", report.request_id});
  log_.write(level, "request", fields);
}

void Observer::on_turn_ended(const TurnReport& report) {
  const std::string provider(name_of(report.provider));
  turns_.add({provider, std::string(name_of(report.ending))});
  if (report.timing.first_token_ms)
    first_token_seconds_.observe({provider}, seconds(*report.timing.first_token_ms));
  answer_seconds_.observe({provider}, seconds(report.timing.total_ms));
  if (report.timing.queued_ms) queue_seconds_.observe({}, seconds(*report.timing.queued_ms));
  if (report.usage.input_tokens)
    tokens_.add({provider, "input"}, static_cast<double>(*report.usage.input_tokens));
  if (report.usage.output_tokens)
    tokens_.add({provider, "output"}, static_cast<double>(*report.usage.output_tokens));
  if (report.truncated_upstream) truncated_.add({provider});
  count_upstream(report);
  log_turn(report);
}

void Observer::count_upstream(const TurnReport& report) {
  for (const UpstreamAttempt& attempt : report.trace.attempts) {
    const std::string provider(name_of(attempt.provider));
    upstream_attempts_.add({provider});
    if (!attempt.error.empty()) upstream_errors_.add({provider, attempt.error});
  }
  // An answer may break off after an attempt that had begun well.
  const bool counted =
      !report.trace.attempts.empty() && !report.trace.attempts.back().error.empty();
  if (report.ending == Ending::upstream_error && report.error && !counted)
    upstream_errors_.add(
        {std::string(name_of(report.provider)), std::string(name_of(*report.error))});
}

void Observer::log_turn(const TurnReport& report) const {
  const LogLevel level = report.error ? LogLevel::warn : LogLevel::info;
  if (!log_.writes(level)) return;
  std::vector<LogField> fields{{"provider", std::string(name_of(report.provider))},
                               {"model", report.model},
                               {"ending", std::string(name_of(report.ending))}};
  if (report.error) fields.push_back({"error", std::string(name_of(*report.error))});
  add_if(fields, "input_tokens", report.usage.input_tokens);
  add_if(fields, "output_tokens", report.usage.output_tokens);
  add_if(fields, "queued_ms", report.timing.queued_ms);
  add_if(fields, "first_token_ms", report.timing.first_token_ms);
  fields.push_back({"total_ms", report.timing.total_ms});
  fields.push_back({"attempts", static_cast<std::int64_t>(report.trace.attempts.size())});
  if (report.truncated_upstream) fields.push_back({"truncated_upstream", true});
  if (!report.stored) fields.push_back({"stored", false});
  fields.push_back({"session", short_hash(report.session_id)});
  fields.push_back({"turn_id", report.turn_id});
  add_if(fields, "upstream_request_id", report.trace.request_id);
  add_if(fields, "request_id", report.request_id);
  log_.write(level, "turn", fields);
}

// One call at a time, as the spool promises.
void Observer::on_spool_changed(const SpoolReport& report) {
  using Event = SpoolReport::Event;
  spool_answers_.add({}, static_cast<double>(report.answers) - spool_answers_.value({}));
  spool_bytes_.add({}, static_cast<double>(report.bytes) - spool_bytes_.value({}));
  if (report.event != Event::kept) spool_ends_.add({name_of(report.event)});
  const LogLevel level = report.event == Event::kept     ? LogLevel::warn
                         : report.event == Event::stored ? LogLevel::info
                                                         : LogLevel::error;
  if (!log_.writes(level)) return;
  log_.write(level, "spool",
             {{"answer", name_of(report.event)},
              {"waited_ms", report.waited_ms},
              {"answers", static_cast<std::int64_t>(report.answers)},
              {"bytes", static_cast<std::int64_t>(report.bytes)},
              {"session", short_hash(report.session_id)},
              {"turn_id", report.turn_id}});
}

std::function<void(double, bool)> Observer::redis_round_trips() {
  return [this](double took, bool answered) {
    redis_round_trips_.add({answered ? "true" : "false"});
    redis_seconds_.observe({}, took);
  };
}

}  // namespace magic
