// Stored sessions and what is asked of them, as JSON.
// Errors of the requests: bad_json, or invalid_field naming the field.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/chat_types.h"
#include "shared/result.h"
#include "shared/session_requests.h"
#include "shared/session_types.h"

namespace magic {

// {"session_id","messages":[...],"total","next","ttl_seconds"}
std::string to_json(const MessagePage& page);
Result<MessagePage> message_page_from_json(std::string_view json);

// {"id","title","renamed","local_only","created_at_ms","updated_at_ms","message_count",
//  "ttl_seconds","redis_key"} ; redis_key is where to look with redis-cli.
std::string to_json(const SessionInfo& info);
Result<SessionInfo> session_info_from_json(std::string_view json);

// {"sessions":[...]}
std::string session_list_to_json(const std::vector<SessionInfo>& sessions);
Result<std::vector<SessionInfo>> session_list_from_json(std::string_view json);

// {["title"][,"session_id"]} ; a title is 1 to 200 bytes on one line, spaces around it do not count.
std::string to_json(const SessionCreateRequest& request);
Result<SessionCreateRequest> session_create_request_from_json(std::string_view json);

// {["title"][,"local_only"]}
std::string to_json(const SessionPatchRequest& request);
Result<SessionPatchRequest> session_patch_request_from_json(std::string_view json);

// {["pinned"][,"excluded"]} ; at least one, and not both true.
std::string to_json(const MessagePatchRequest& request);
Result<MessagePatchRequest> message_patch_request_from_json(std::string_view json);

// {"current":"<message id of the answer that is to count>"} : PATCH /sessions/{id}/turns/{tid}
std::string turn_patch_request_to_json(std::string_view answer_id);
Result<std::string> turn_patch_request_from_json(std::string_view json);

// {"session_id"} ; status and message are the original's.
std::string clear_request_to_json(std::string_view session_id);
Result<std::string> clear_request_from_json(std::string_view json);
std::string cleared_json();

}  // namespace magic
