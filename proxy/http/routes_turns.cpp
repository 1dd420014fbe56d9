// What concerns one turn of a stored session: its record, another answer to it, which answer
// counts, stopping it.
#include <utility>

#include "proxy/http/caller.h"
#include "proxy/http/path_ids.h"
#include "proxy/http/replies.h"
#include "proxy/http/routes.h"
#include "proxy/http/turn_answers.h"
#include "shared/api_paths.h"

namespace magic {
namespace {

struct TurnPath {
  std::string session_id;
  std::string turn_id;
};

Result<TurnPath> path_of(const httplib::Request& request, httplib::Response& response) {
  Result<std::string> session_id = path_id(request, "session_id");
  if (!session_id) return session_id.error();
  Result<std::string> turn_id = path_id(request, "turn_id");
  if (!turn_id) return turn_id.error();
  return TurnPath{session_of(session_id.value(), response), std::move(turn_id).value()};
}

void read_turn(RouteContext& context, const TurnPath& path, const httplib::Request&,
               httplib::Response& response) {
  const Result<TurnRecord> turn = context.sessions.turn(path.session_id, path.turn_id);
  if (!turn) return reply_error(response, turn.error());
  reply_json(response, to_json(turn.value()));
}

void choose_answer(RouteContext& context, const TurnPath& path, const httplib::Request& http,
                   httplib::Response& response) {
  const Result<std::string> answer_id = turn_patch_request_from_json(http.body);
  if (!answer_id) return reply_error(response, answer_id.error());
  const Status chosen = context.sessions.choose(path.session_id, path.turn_id, answer_id.value());
  if (!chosen) return reply_error(response, chosen.error());
  read_turn(context, path, http, response);
}

void replay(RouteContext& context, const TurnPath& path, const httplib::Request& http,
            httplib::Response& response) {
  const Result<ReplayRequest> asked =
      replay_request_from_json(http.body.empty() ? "{}" : http.body, context.limits);
  if (!asked) return reply_error(response, asked.error());
  const Result<LaneRequest> original = context.chat.request_of(path.session_id, path.turn_id);
  if (!original) return reply_error(response, original.error());
  const LaneRequest lane = apply(asked.value(), original.value());
  if (const std::optional<Error> problem = lane_problem(lane))
    return reply_error(response, *problem);

  TurnRequest request;
  request.caller = caller_of(http, response);
  request.session_id = path.session_id;
  request.replay_of = path.turn_id;
  request.make_current = asked.value().current;
  request.without = asked.value().without;
  request.stream = asked.value().stream || accepts_stream(http);
  request.lanes = {lane};
  answer_turn(context, http, response, std::move(request), TurnShape::single);
}

void cancel(RouteContext& context, const TurnPath& path, const httplib::Request&,
            httplib::Response& response) {
  const Result<bool> told = context.chat.cancel(path.session_id, path.turn_id);
  if (!told) return reply_error(response, told.error());
  if (told.value()) response.status = 202;
  reply_json(response, told.value() ? R"({"status":"cancelling"})" : R"({"status":"finished"})");
}

using TurnHandler = void (*)(RouteContext&, const TurnPath&, const httplib::Request&,
                             httplib::Response&);

Router::Handler with_path(RouteContext& context, TurnHandler handler) {
  return [&context, handler](const httplib::Request& http, httplib::Response& response) {
    const Result<TurnPath> path = path_of(http, response);
    if (!path) return reply_error(response, path.error());
    handler(context, path.value(), http, response);
  };
}

}  // namespace

void add_turn_routes(Router& router, RouteContext& context) {
  const std::string turn = api::turn(":session_id", ":turn_id");
  router.get(turn, with_path(context, read_turn));
  router.patch(turn, with_path(context, choose_answer));
  router.post(turn + "/replay", with_path(context, replay));
  router.post(turn + "/cancel", with_path(context, cancel));
}

}  // namespace magic
