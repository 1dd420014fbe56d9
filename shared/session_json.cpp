#include "shared/session_json.h"

#include <algorithm>
#include <utility>

#include "shared/json_parts.h"
#include "shared/session_id.h"

namespace magic {
namespace {

// Line breaks and other controls, which have no place in a line of a list or a heading.
bool has_controls(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

std::string trimmed(const std::string& text) {
  constexpr const char* kSpaces = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

// A request that is one required text.
Result<std::string> text_in(std::string_view text, const char* key) {
  return read_object<std::string>(
      text, [key](JsonFields& fields) { return fields.required_string(key); });
}

}  // namespace

std::optional<std::string> read_title(JsonFields& fields) {
  std::optional<std::string> title = fields.string("title");
  if (!title) return std::nullopt;
  *title = trimmed(*title);
  if (title->empty() || title->size() > kMaxTitleBytes)
    fields.fail("title", "must be 1 to " + std::to_string(kMaxTitleBytes) + " bytes long");
  if (has_controls(*title)) fields.fail("title", "must be one line without control characters");
  return title;
}

Json session_json(const SessionInfo& info) {
  Json json;
  json["id"] = shown_session_id(info.id);
  json["title"] = info.title;
  json["renamed"] = info.renamed;
  json["local_only"] = info.local_only;
  json["created_at_ms"] = info.created_at_ms;
  json["updated_at_ms"] = info.updated_at_ms;
  json["message_count"] = info.message_count;
  json["ttl_seconds"] = info.ttl_seconds;
  json["redis_key"] = redis_key_of(info.id);
  return json;
}

SessionInfo session_of(JsonFields& fields) {
  SessionInfo info;
  info.id = fields.required_string("id");
  info.title = fields.string("title").value_or("");
  info.renamed = fields.boolean("renamed").value_or(false);
  info.local_only = fields.boolean("local_only").value_or(false);
  info.created_at_ms = fields.integer("created_at_ms").value_or(0);
  info.updated_at_ms = fields.integer("updated_at_ms").value_or(0);
  info.message_count = fields.integer("message_count").value_or(0);
  info.ttl_seconds = fields.integer("ttl_seconds").value_or(0);
  return info;
}

// ---- what is stored --------------------------------------------------------------------------

std::string to_json(const MessagePage& page) {
  Json json;
  json["session_id"] = shown_session_id(page.session_id);
  Json messages = Json::array();
  for (const Message& message : page.messages) messages.push_back(message_json(message));
  json["messages"] = std::move(messages);
  json["total"] = page.total;
  json["next"] = page.next ? Json(*page.next) : Json(nullptr);
  json["ttl_seconds"] = page.ttl_seconds;
  return dump_json(json);
}

Result<MessagePage> message_page_from_json(std::string_view text) {
  return read_json<MessagePage>(text, [](const Json& json) -> Result<MessagePage> {
    JsonFields fields(json);
    MessagePage page;
    page.session_id = fields.required_string("session_id");
    page.total = fields.integer("total").value_or(0);
    page.next = fields.string("next");
    page.ttl_seconds = fields.integer("ttl_seconds").value_or(0);
    const Json* messages = fields.array("messages");
    if (messages == nullptr) return missing("messages");
    for (const Json& entry : *messages) {
      Result<Message> message = message_of(entry, path_at("messages", page.messages.size()));
      if (!message) return message.error();
      page.messages.push_back(std::move(message).value());
    }
    if (fields.error()) return *fields.error();
    return page;
  });
}

std::string to_json(const SessionInfo& info) { return dump_json(session_json(info)); }

Result<SessionInfo> session_info_from_json(std::string_view text) {
  return read_object<SessionInfo>(text, [](JsonFields& fields) {
    SessionInfo info = session_of(fields);
    info.redis_key = fields.string("redis_key").value_or("");
    return info;
  });
}

std::string session_list_to_json(const std::vector<SessionInfo>& sessions) {
  Json list = Json::array();
  for (const SessionInfo& info : sessions) list.push_back(session_json(info));
  return dump_json(Json{{"sessions", std::move(list)}});
}

Result<std::vector<SessionInfo>> session_list_from_json(std::string_view text) {
  using List = std::vector<SessionInfo>;
  return read_json<List>(text, [](const Json& json) -> Result<List> {
    JsonFields fields(json);
    const Json* list = fields.array("sessions");
    if (list == nullptr) return missing("sessions");
    List sessions;
    for (const Json& entry : *list) {
      JsonFields session(entry, path_at("sessions", sessions.size()));
      sessions.push_back(session_of(session));
      if (session.error()) return *session.error();
    }
    return sessions;
  });
}

// ---- what is asked for -----------------------------------------------------------------------

std::string to_json(const SessionCreateRequest& request) {
  Json json = Json::object();
  put(json, "title", request.title);
  put(json, "session_id", request.session_id);
  return dump_json(json);
}

Result<SessionCreateRequest> session_create_request_from_json(std::string_view text) {
  return read_object<SessionCreateRequest>(text, [](JsonFields& fields) {
    return SessionCreateRequest{read_title(fields), read_session_id(fields)};
  });
}

std::string to_json(const SessionPatchRequest& request) {
  Json json = Json::object();
  put(json, "title", request.title);
  put(json, "local_only", request.local_only);
  return dump_json(json);
}

Result<SessionPatchRequest> session_patch_request_from_json(std::string_view text) {
  return read_object<SessionPatchRequest>(text, [](JsonFields& fields) {
    return SessionPatchRequest{read_title(fields), fields.boolean("local_only")};
  });
}

std::string to_json(const MessagePatchRequest& request) {
  Json json = Json::object();
  put(json, "pinned", request.pinned);
  put(json, "excluded", request.excluded);
  return dump_json(json);
}

Result<MessagePatchRequest> message_patch_request_from_json(std::string_view text) {
  using Request = MessagePatchRequest;
  return read_object<Request>(text, [](JsonFields& fields) {
    const Request request{fields.boolean("pinned"), fields.boolean("excluded")};
    if (!request.pinned && !request.excluded) fields.fail("pinned", "or excluded is missing");
    if (request.pinned.value_or(false) && request.excluded.value_or(false))
      fields.fail("excluded", "cannot be true together with pinned");
    return request;
  });
}

std::string turn_patch_request_to_json(std::string_view answer_id) {
  return dump_json(Json{{"current", answer_id}});
}

Result<std::string> turn_patch_request_from_json(std::string_view text) {
  return text_in(text, "current");
}

std::string clear_request_to_json(std::string_view session_id) {
  return dump_json(Json{{"session_id", session_id}});
}

Result<std::string> clear_request_from_json(std::string_view text) {
  return text_in(text, "session_id");
}

std::string cleared_json() {
  return dump_json(Json{{"status", "success"}, {"message", "Session cleared"}});
}

}  // namespace magic
