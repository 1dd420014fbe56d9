#include "shared/turn_record_json.h"

#include <utility>

#include "shared/curl_line.h"
#include "shared/json_parts.h"
#include "shared/session_id.h"

namespace magic {
namespace {

Json call_json(const UpstreamCall& call, bool exact) {
  Json headers = Json::object();
  for (const auto& [name, value] : call.headers) headers[name] = value;
  Json json;
  json["method"] = call.method;
  json["url"] = call.url;
  json["headers"] = std::move(headers);
  json["body"] = call.body;
  json["exact"] = exact;
  json["curl"] = curl_line(call);
  return json;
}

void read_call(const Json& json, AnswerRecord& record) {
  JsonFields fields(json);
  UpstreamCall call;
  call.method = fields.string("method").value_or("");
  call.url = fields.string("url").value_or("");
  call.body = fields.string("body").value_or("");
  if (const Json* headers = fields.object("headers"))
    for (const auto& [name, value] : headers->items())
      if (value.is_string()) call.headers.emplace_back(name, value.get<std::string>());
  record.call_is_exact = fields.boolean("exact").value_or(false);
  record.call = std::move(call);
}

Json answer_json(const AnswerRecord& record) {
  Json json;
  json["answer"] = message_json(record.answer);
  json["request"] = lane_json(record.request);
  json["context"] = context_json(record.context);
  json["upstream"] = trace_json(record.trace);
  json["call"] = record.call ? call_json(*record.call, record.call_is_exact) : Json(nullptr);
  json["call_note"] = text_or_null(record.call_note);
  return json;
}

AnswerRecord answer_of(JsonFields& fields) {
  AnswerRecord record;
  record.answer = required_message(fields, "answer");
  if (const Json* request = fields.object("request")) record.request = lane_of(*request);
  if (const Json* context = fields.object("context")) record.context = context_of(*context);
  if (const Json* upstream = fields.object("upstream")) record.trace = trace_of(*upstream);
  if (const Json* call = fields.object("call")) read_call(*call, record);
  record.call_note = fields.string("call_note").value_or("");
  return record;
}

}  // namespace

Json trace_json(const UpstreamTrace& trace) {
  Json json;
  json["url"] = trace.url;
  json["format"] = trace.format;
  json["status"] = trace.status > 0 ? Json(trace.status) : Json(nullptr);
  json["response_id"] = text_or_null(trace.response_id);
  json["request_id"] = text_or_null(trace.request_id);
  json["first_byte_ms"] = trace.first_byte_ms ? Json(*trace.first_byte_ms) : Json(nullptr);
  json["body_bytes"] = trace.body_bytes;
  json["body_hash"] = text_or_null(trace.body_hash);
  Json attempts = Json::array();
  for (const UpstreamAttempt& attempt : trace.attempts)
    attempts.push_back({{"provider", name_of(attempt.provider)},
                        {"status", attempt.status > 0 ? Json(attempt.status) : Json(nullptr)},
                        {"error", text_or_null(attempt.error)},
                        {"waited_ms", attempt.waited_ms}});
  json["attempts"] = std::move(attempts);
  return json;
}

UpstreamTrace trace_of(const Json& json) {
  JsonFields fields(json);
  UpstreamTrace trace;
  trace.url = fields.string("url").value_or("");
  trace.format = fields.string("format").value_or("");
  trace.status = int_or_zero(fields.integer("status"));
  trace.response_id = fields.string("response_id").value_or("");
  trace.request_id = fields.string("request_id").value_or("");
  trace.first_byte_ms = fields.integer("first_byte_ms");
  trace.body_bytes = fields.integer("body_bytes").value_or(0);
  trace.body_hash = fields.string("body_hash").value_or("");
  const Json* attempts = fields.array("attempts");
  if (attempts == nullptr) return trace;
  for (const Json& entry : *attempts) {
    JsonFields attempt(entry);
    trace.attempts.push_back(
        {provider_from(attempt.string("provider").value_or("")).value_or(ProviderId::demo),
         int_or_zero(attempt.integer("status")), attempt.string("error").value_or(""),
         attempt.integer("waited_ms").value_or(0)});
  }
  return trace;
}

std::string to_json(const TurnRecord& record) {
  Json json;
  json["session_id"] = shown_session_id(record.session_id);
  json["turn_id"] = record.turn_id;
  json["status"] = record.status;
  json["question"] = record.question ? message_json(*record.question) : Json(nullptr);
  Json answers = Json::array();
  for (const AnswerRecord& answer : record.answers) answers.push_back(answer_json(answer));
  json["answers"] = std::move(answers);
  return dump_json(json);
}

Result<TurnRecord> turn_record_from_json(std::string_view text) {
  return read_json<TurnRecord>(text, [](const Json& json) -> Result<TurnRecord> {
    JsonFields fields(json);
    TurnRecord record;
    record.session_id = fields.required_string("session_id");
    record.turn_id = fields.required_string("turn_id");
    record.status = fields.string("status").value_or("");
    if (fields.any("question") != nullptr) record.question = required_message(fields, "question");
    const Json* answers = fields.array("answers");
    if (answers == nullptr) fields.fail("answers", "is missing");
    if (fields.error()) return *fields.error();
    for (const Json& entry : *answers) {
      JsonFields answer(entry, path_at("answers", record.answers.size()));
      record.answers.push_back(answer_of(answer));
      fields.fail_as(answer.error());
    }
    if (fields.error()) return *fields.error();
    return record;
  });
}

}  // namespace magic
