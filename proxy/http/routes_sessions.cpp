// What concerns a stored session: reading it back, clearing it.
#include <charconv>
#include <optional>

#include "proxy/http/replies.h"
#include "proxy/http/routes.h"
#include "shared/api_paths.h"
#include "shared/session_id.h"

namespace magic {
namespace {

constexpr int kDefaultPage = 100;
constexpr int kLargestPage = 500;

const Error kBadSessionId = invalid_field(
    "session_id", "session_id must be 1 to 128 characters out of A-Z, a-z, 0-9, _ and -.");

void refuse(httplib::Response& response, const Error& error) {
  reply_error(response, {error, std::nullopt});
}

std::optional<std::string> query(const httplib::Request& request, const char* name) {
  if (!request.has_param(name)) return std::nullopt;
  return request.get_param_value(name);
}

// README and code of the original disagree: it is a JSON body in one, a query parameter in the
// other.
void clear_session(RouteContext& context, const httplib::Request& request,
                   httplib::Response& response) {
  Result<std::string> id = request.body.empty()
                               ? Result<std::string>(query(request, "session_id").value_or(""))
                               : clear_request_from_json(request.body);
  if (!id) return refuse(response, id.error());
  if (!is_valid_session_id(id.value())) return refuse(response, kBadSessionId);
  const Status cleared = context.chat.clear(id.value());
  if (!cleared) return refuse(response, cleared.error());
  reply_json(response, cleared_json());
}

Result<int> page_size(const httplib::Request& request) {
  const std::optional<std::string> text = query(request, "limit");
  if (!text) return kDefaultPage;
  int limit = 0;
  const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), limit);
  if (problem != std::errc{} || end != text->data() + text->size() || limit < 1 ||
      limit > kLargestPage)
    return invalid_field("limit", "limit must be a whole number from 1 to 500.");
  return limit;
}

void read_messages(RouteContext& context, const httplib::Request& request,
                   httplib::Response& response) {
  const std::string& id = request.path_params.at("session_id");
  if (!is_valid_session_id(id)) return refuse(response, kBadSessionId);
  const Result<int> limit = page_size(request);
  if (!limit) return refuse(response, limit.error());
  const Result<MessagePage> page =
      context.chat.messages(id, query(request, "after"), limit.value());
  if (!page) return refuse(response, page.error());
  reply_json(response, to_json(page.value()));
}

}  // namespace

void add_session_routes(Router& router, RouteContext& context) {
  router.post(std::string(api::kClearSession),
              [&context](const httplib::Request& request, httplib::Response& response) {
                clear_session(context, request, response);
              });
  router.get(api::messages(":session_id"),
             [&context](const httplib::Request& request, httplib::Response& response) {
               read_messages(context, request, response);
             });
}

}  // namespace magic
