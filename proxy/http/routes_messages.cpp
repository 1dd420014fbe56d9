// What concerns the messages of a stored session: reading them back, marking and deleting one, and
// what of them would be sent now.
#include <utility>

#include "proxy/http/context_query.h"
#include "proxy/http/handlers.h"
#include "shared/api_paths.h"

namespace magic {
namespace {

constexpr int kDefaultPage = 100;
constexpr int kLargestPage = 500;

void read_page(RouteContext& context, const std::string& session_id, const httplib::Request& http,
               httplib::Response& response) {
  const Result<int> limit = query_number(http, "limit", kDefaultPage, 1, kLargestPage);
  if (!limit) return reply_error(response, limit.error());
  const Result<MessagePage> page =
      context.sessions.messages(session_id, query_text(http, "after"), limit.value());
  if (!page) return reply_error(response, page.error());
  reply_json(response, to_json(page.value()));
}

void mark(RouteContext& context, const std::string& session_id, const httplib::Request& http,
          httplib::Response& response) {
  const Result<std::string> message_id = path_id(http, "message_id");
  if (!message_id) return reply_error(response, message_id.error());
  const Result<MessagePatchRequest> patch = message_patch_request_from_json(http.body);
  if (!patch) return reply_error(response, patch.error());
  const Result<Message> message =
      context.sessions.mark(session_id, message_id.value(), patch.value());
  if (!message) return reply_error(response, message.error());
  reply_json(response, to_json(message.value()));
}

void erase(RouteContext& context, const std::string& session_id, const httplib::Request& http,
           httplib::Response& response) {
  const Result<std::string> message_id = path_id(http, "message_id");
  if (!message_id) return reply_error(response, message_id.error());
  const Status erased = context.sessions.erase(session_id, message_id.value());
  if (!erased) return reply_error(response, erased.error());
  reply_json(response, R"({"status":"success"})");
}

void preview(RouteContext& context, const std::string& session_id, const httplib::Request& http,
             httplib::Response& response) {
  const Result<ContextQuery> query = context_query_of(http, context.limits);
  if (!query) return reply_error(response, query.error());
  const Result<ContextReport> report =
      context.sessions.preview(session_id, query.value().lane, query.value().message);
  if (!report) return reply_error(response, report.error());
  reply_json(response, to_json(report.value()));
}

}  // namespace

void add_message_routes(Router& router, RouteContext& context) {
  const std::string messages = api::messages(":session_id");
  router.get(messages, session_handler(context, read_page));
  router.patch(messages + "/:message_id", session_handler(context, mark));
  router.del(messages + "/:message_id", session_handler(context, erase));
  router.get(api::session(":session_id") + "/context", session_handler(context, preview));
}

}  // namespace magic
