#include "shared/context_json.h"

#include <utility>

#include "shared/json_parts.h"

namespace magic {
namespace {

Json summary_json(const SummaryReport& summary) {
  Json json;
  json["text"] = summary.text;
  json["covers_to"] = summary.covers_to;
  json["covered_messages"] = summary.covered_messages;
  json["estimated_tokens"] = summary.estimated_tokens;
  json["made_now"] = summary.made_now;
  if (!summary.model.empty()) json["model"] = summary.model;
  if (summary.input_tokens || summary.output_tokens) {
    Json usage = Json::object();
    put(usage, "input_tokens", summary.input_tokens);
    put(usage, "output_tokens", summary.output_tokens);
    json["usage"] = std::move(usage);
  }
  return json;
}

SummaryReport summary_of(const Json& json) {
  JsonFields fields(json);
  SummaryReport summary;
  summary.text = fields.string("text").value_or("");
  summary.covers_to = fields.string("covers_to").value_or("");
  summary.covered_messages = fields.integer("covered_messages").value_or(0);
  summary.estimated_tokens = int_or_zero(fields.integer("estimated_tokens"));
  summary.made_now = fields.boolean("made_now").value_or(false);
  summary.model = fields.string("model").value_or("");
  if (const Json* usage = fields.object("usage")) {
    JsonFields counts(*usage);
    summary.input_tokens = counts.integer("input_tokens");
    summary.output_tokens = counts.integer("output_tokens");
  }
  return summary;
}

ContextReason reason_of(const std::optional<std::string>& name, ContextReason otherwise) {
  return context_reason_from(name.value_or("")).value_or(otherwise);
}

Json item_json(const ContextItem& item) {
  return {{"id", item.message_id},
          {"role", name_of(item.role)},
          {"sent", item.sent},
          {"reason", name_of(item.reason)},
          {"estimated_tokens", item.estimated_tokens}};
}

ContextItem item_of(const Json& json) {
  JsonFields fields(json);
  return {fields.string("id").value_or(""),
          role_from(fields.string("role").value_or("")).value_or(Role::user),
          fields.boolean("sent").value_or(false),
          reason_of(fields.string("reason"), ContextReason::history),
          int_or_zero(fields.integer("estimated_tokens"))};
}

}  // namespace

Json context_json(const ContextReport& report) {
  Json json;
  json["strategy"] = name_of(report.strategy);
  json["stored_messages"] = report.stored_messages;
  json["sent_messages"] = report.sent_messages;
  json["unlisted_messages"] = report.unlisted_messages;
  if (report.unlisted_messages > 0) json["unlisted_reason"] = name_of(report.unlisted_reason);
  json["estimated_tokens"] = report.estimated_tokens;
  json["window_tokens"] = report.window_tokens;
  json["answer_tokens"] = report.answer_tokens;
  put(json, "provider_input_tokens", report.provider_input_tokens);
  json["truncated_upstream"] = report.truncated_upstream;
  if (report.summary) json["summary"] = summary_json(*report.summary);
  if (!report.previous_response_id.empty())
    json["previous_response_id"] = report.previous_response_id;
  if (!report.notes.empty()) json["notes"] = report.notes;
  Json items = Json::array();
  for (const ContextItem& item : report.items) items.push_back(item_json(item));
  json["messages"] = std::move(items);
  return json;
}

ContextReport context_of(const Json& json) {
  JsonFields fields(json);
  ContextReport report;
  report.strategy =
      memory_strategy_from(fields.string("strategy").value_or("")).value_or(MemoryStrategy::none);
  report.stored_messages = fields.integer("stored_messages").value_or(0);
  report.sent_messages = fields.integer("sent_messages").value_or(0);
  report.unlisted_messages = fields.integer("unlisted_messages").value_or(0);
  report.unlisted_reason = reason_of(fields.string("unlisted_reason"), ContextReason::window);
  report.estimated_tokens = int_or_zero(fields.integer("estimated_tokens"));
  report.window_tokens = int_or_zero(fields.integer("window_tokens"));
  report.answer_tokens = int_or_zero(fields.integer("answer_tokens"));
  report.provider_input_tokens = fields.integer("provider_input_tokens");
  report.truncated_upstream = fields.boolean("truncated_upstream").value_or(false);
  if (const Json* summary = fields.object("summary")) report.summary = summary_of(*summary);
  report.previous_response_id = fields.string("previous_response_id").value_or("");
  if (const Json* notes = fields.array("notes"))
    for (const Json& note : *notes)
      if (note.is_string()) report.notes.push_back(note.get<std::string>());
  if (const Json* items = fields.array("messages"))
    for (const Json& item : *items) report.items.push_back(item_of(item));
  return report;
}

std::string to_json(const ContextReport& report) { return dump_json(context_json(report)); }

Result<ContextReport> context_report_from_json(std::string_view text) {
  return read_json<ContextReport>(text, [](const Json& json) -> Result<ContextReport> {
    if (!json.is_object()) return invalid_field("", "A JSON object is needed here.");
    return context_of(json);
  });
}

}  // namespace magic
