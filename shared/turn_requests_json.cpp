#include "shared/turn_requests_json.h"

#include <utility>

#include "shared/json_parts.h"

namespace magic {
namespace {

constexpr std::size_t kMaxMessageIdBytes = 64;

std::vector<LaneRequest> read_lanes(JsonFields& fields, const ChatLimits& limits) {
  const LaneRequest defaults = apply(read_changes(fields, limits), LaneRequest{});
  std::vector<LaneRequest> lanes;
  const Json* list = fields.array("lanes");
  if (list == nullptr) fields.fail("lanes", "is missing");
  if (list == nullptr || list->size() < kMinLanes || list->size() > kMaxLanes) {
    fields.fail("lanes", "must be " + std::to_string(kMinLanes) + " to " +
                             std::to_string(kMaxLanes) + " lanes");
    return lanes;
  }
  for (const Json& entry : *list) {
    JsonFields lane(entry, path_at("lanes", lanes.size()));
    lanes.push_back(read_lane(lane, limits, defaults));
    fields.fail_as(lane.error());
  }
  return lanes;
}

std::set<std::string> read_without(JsonFields& fields) {
  std::set<std::string> ids;
  const Json* value = fields.any("without");
  if (value == nullptr) return ids;
  const auto take = [&](const Json& id) {
    const auto* text = id.get_ptr<const Json::string_t*>();
    if (text == nullptr || text->empty() || text->size() > kMaxMessageIdBytes)
      return fields.fail("without", "must be a message id, or a list of message ids");
    ids.insert(*text);
  };
  if (!value->is_array()) {
    take(*value);
  } else if (value->size() > kMaxWithoutIds) {
    fields.fail("without", "must be at most " + std::to_string(kMaxWithoutIds) + " message ids");
  } else {
    for (const Json& id : *value) take(id);
  }
  return ids;
}

}  // namespace

std::string to_json(const CompareRequest& request) {
  Json json;
  json["message"] = request.message;
  put(json, "session_id", request.session_id);
  put(json, "client_message_id", request.client_message_id);
  json["stream"] = request.stream;
  Json lanes = Json::array();
  for (const LaneRequest& lane : request.lanes) lanes.push_back(lane_json(lane));
  json["lanes"] = std::move(lanes);
  return dump_json(json);
}

Result<CompareRequest> compare_request_from_json(std::string_view text, const ChatLimits& limits) {
  return read_object<CompareRequest>(text, [&](JsonFields& fields) {
    CompareRequest request;
    request.message = read_question(fields, limits);
    request.session_id = read_session_id(fields);
    request.client_message_id = read_client_message_id(fields);
    request.stream = fields.boolean("stream").value_or(true);
    request.lanes = read_lanes(fields, limits);
    return request;
  });
}

std::string to_json(const ReplayRequest& request) {
  Json json = Json::object();
  put_changes(json, request);
  if (!request.without.empty()) json["without"] = request.without;
  if (request.current) json["current"] = true;
  if (request.stream) json["stream"] = true;
  return dump_json(json);
}

Result<ReplayRequest> replay_request_from_json(std::string_view text, const ChatLimits& limits) {
  return read_object<ReplayRequest>(text, [&](JsonFields& fields) {
    ReplayRequest request;
    static_cast<LaneChanges&>(request) = read_changes(fields, limits);
    request.without = read_without(fields);
    request.current = fields.boolean("current").value_or(false);
    request.stream = fields.boolean("stream").value_or(false);
    return request;
  });
}

}  // namespace magic
