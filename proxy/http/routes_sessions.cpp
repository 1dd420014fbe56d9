// What concerns sessions as wholes: list, create, look at, rename, forget, take along, bring back.
#include <utility>

#include "proxy/http/caller.h"
#include "proxy/http/handlers.h"
#include "shared/api_paths.h"
#include "shared/session_id.h"
#include "shared/session_markdown.h"

namespace magic {
namespace {

constexpr int kDefaultSessions = 100;
constexpr int kMostSessions = 500;

void reply(httplib::Response& response, const Result<SessionInfo>& info) {
  if (!info) return reply_error(response, info.error());
  reply_json(response, to_json(info.value()));
}

void list(RouteContext& context, const httplib::Request& http, httplib::Response& response) {
  const Result<int> limit = query_number(http, "limit", kDefaultSessions, 1, kMostSessions);
  if (!limit) return reply_error(response, limit.error());
  const Result<std::vector<SessionInfo>> sessions =
      context.sessions.list(caller_of(http, response), limit.value());
  if (!sessions) return reply_error(response, sessions.error());
  reply_json(response, session_list_to_json(sessions.value()));
}

void create(RouteContext& context, const httplib::Request& http, httplib::Response& response) {
  const Result<SessionCreateRequest> asked =
      session_create_request_from_json(http.body.empty() ? "{}" : http.body);
  if (!asked) return reply_error(response, asked.error());
  if (const Status may = context.turn_limits.admit_session(http, response); !may)
    return reply_error(response, may.error());
  const Result<SessionInfo> created =
      context.sessions.create(session_of(asked.value().session_id, response).value_or(""),
                              asked.value().title.value_or(""), caller_of(http, response));
  if (created) response.status = 201;
  reply(response, created);
}

void bring_back(RouteContext& context, const httplib::Request& http, httplib::Response& response) {
  const Result<SessionExport> session = session_export_from_json(http.body, context.limits);
  if (!session) return reply_error(response, session.error());
  if (const Status may = context.turn_limits.admit_session(http, response); !may)
    return reply_error(response, may.error());
  const Result<SessionInfo> created = context.sessions.bring_back(
      session_of(std::nullopt, response).value_or(""), session.value(), caller_of(http, response));
  if (created) response.status = 201;
  reply(response, created);
}

// README and code of the original disagree: it is a JSON body in one, a query parameter in the
// other.
void clear(RouteContext& context, const httplib::Request& http, httplib::Response& response) {
  const Result<std::string> id =
      http.body.empty() ? Result<std::string>(query_text(http, "session_id").value_or(""))
                        : clear_request_from_json(http.body);
  if (!id) return reply_error(response, id.error());
  if (!is_valid_session_id(id.value())) return reply_error(response, bad_id("session_id"));
  const Status cleared =
      context.sessions.clear(session_of(id.value(), response), caller_of(http, response));
  if (!cleared) return reply_error(response, cleared.error());
  reply_json(response, cleared_json());
}

void look_at(RouteContext& context, const std::string& id, const httplib::Request&,
             httplib::Response& response) {
  reply(response, context.sessions.info(id));
}

void change(RouteContext& context, const std::string& id, const httplib::Request& http,
            httplib::Response& response) {
  const Result<SessionPatchRequest> patch = session_patch_request_from_json(http.body);
  if (!patch) return reply_error(response, patch.error());
  reply(response, context.sessions.patch(id, patch.value()));
}

void forget(RouteContext& context, const std::string& id, const httplib::Request& http,
            httplib::Response& response) {
  // Unlike clearing, which is the original's, this tells when there was nothing.
  if (const Result<SessionInfo> info = context.sessions.info(id); !info)
    return reply_error(response, info.error());
  const Status cleared = context.sessions.clear(id, caller_of(http, response));
  if (!cleared) return reply_error(response, cleared.error());
  reply_json(response, R"({"status":"success"})");
}

void take_along(RouteContext& context, const std::string& id, const httplib::Request& http,
                httplib::Response& response) {
  const std::string format = query_text(http, "format").value_or("json");
  if (format != "json" && format != "markdown")
    return reply_error(response, invalid_field("format", "format must be json or markdown."));
  const Result<SessionExport> session = context.sessions.take_along(id);
  if (!session) return reply_error(response, session.error());
  const bool is_json = format == "json";
  response.set_header("Content-Disposition", "attachment; filename=\"" +
                                                 std::string(shown_session_id(id)) +
                                                 (is_json ? ".json\"" : ".md\""));
  reply_text(response, is_json ? to_json(session.value()) : session_to_markdown(session.value()),
             is_json ? "application/json" : "text/markdown; charset=utf-8");
}

}  // namespace

void add_session_routes(Router& router, RouteContext& context) {
  router.post(std::string(api::kClearSession), handler(context, clear));
  router.get(std::string(api::kSessions), handler(context, list));
  router.post(std::string(api::kSessions), handler(context, create));
  router.post(std::string(api::kSessions) + "/import", handler(context, bring_back),
              RequestBodies::kLargeBytes);
  const std::string session = api::session(":session_id");
  router.get(session, session_handler(context, look_at));
  router.patch(session, session_handler(context, change));
  router.del(session, session_handler(context, forget));
  router.get(session + "/export", session_handler(context, take_along));
}

}  // namespace magic
