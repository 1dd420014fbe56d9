// POST /chat and POST /compare: a new question, for one lane or several.
#include <utility>

#include "proxy/http/caller.h"
#include "proxy/http/handlers.h"
#include "proxy/http/turn_answers.h"
#include "shared/api_paths.h"

namespace magic {
namespace {

void chat(RouteContext& context, const httplib::Request& http, httplib::Response& response) {
  Result<ChatRequest> parsed = chat_request_from_json(http.body, context.limits);
  if (!parsed) return reply_error(response, parsed.error());
  ChatRequest& asked = parsed.value();
  TurnRequest request;
  request.caller = caller_of(http, response);
  request.session_id = session_of(asked.session_id, response);
  request.message = std::move(asked.message);
  request.client_message_id = std::move(asked.client_message_id);
  request.stream = asked.stream || accepts_stream(http);
  request.lanes = {std::move(static_cast<LaneRequest&>(asked))};
  answer_turn(context, http, response, std::move(request), TurnShape::single);
}

void compare(RouteContext& context, const httplib::Request& http, httplib::Response& response) {
  Result<CompareRequest> parsed = compare_request_from_json(http.body, context.limits);
  if (!parsed) return reply_error(response, parsed.error());
  CompareRequest& asked = parsed.value();
  TurnRequest request;
  request.caller = caller_of(http, response);
  request.session_id = session_of(asked.session_id, response);
  request.message = std::move(asked.message);
  request.client_message_id = std::move(asked.client_message_id);
  request.stream = asked.stream;
  request.lanes = std::move(asked.lanes);
  answer_turn(context, http, response, std::move(request), TurnShape::comparison);
}

}  // namespace

void add_chat_routes(Router& router, RouteContext& context) {
  router.post(std::string(api::kChat), handler(context, chat));
  router.post(std::string(api::kCompare), handler(context, compare));
}

}  // namespace magic
