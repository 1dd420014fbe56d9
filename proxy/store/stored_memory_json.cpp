#include "proxy/store/stored_memory_json.h"

#include "shared/json_parts.h"

namespace magic {
namespace {

// What cannot be read is made anew: it is only remembered to save work.
template <class T>
std::optional<T> readable(const Result<T>& read) {
  return read ? std::optional<T>(read.value()) : std::nullopt;
}

}  // namespace

std::string to_json(const StoredSummary& summary) {
  Json json;
  json["text"] = summary.text;
  json["covers_to"] = summary.covers_to;
  json["covered_messages"] = summary.covered_messages;
  json["model"] = summary.model;
  json["made_at_ms"] = summary.made_at_ms;
  if (!summary.made_from.empty()) json["made_from"] = summary.made_from;
  return dump_json(json);
}

std::optional<StoredSummary> stored_summary_from_json(std::string_view text) {
  return readable(read_object<StoredSummary>(text, [](JsonFields& fields) {
    StoredSummary summary;
    summary.text = fields.required_string("text");
    summary.covers_to = fields.required_string("covers_to");
    summary.covered_messages = fields.required_integer("covered_messages");
    summary.model = fields.required_string("model");
    summary.made_at_ms = fields.required_integer("made_at_ms");
    summary.made_from = fields.string("made_from").value_or("");
    return summary;
  }));
}

std::string to_json(const HeldResponse& held) {
  Json json;
  json["response_id"] = held.response_id;
  json["model"] = held.model;
  json["covers_to"] = held.covers_to;
  if (!held.made_from.empty()) json["made_from"] = held.made_from;
  return dump_json(json);
}

std::optional<HeldResponse> held_response_from_json(std::string_view text) {
  return readable(read_object<HeldResponse>(text, [](JsonFields& fields) {
    HeldResponse held;
    held.response_id = fields.required_string("response_id");
    held.model = fields.required_string("model");
    held.covers_to = fields.required_string("covers_to");
    held.made_from = fields.string("made_from").value_or("");
    return held;
  }));
}

}  // namespace magic
