// GET /sessions/{id}/events: what happens in a session, for every window of every client.
//
// A client that connects again sends the id of the last event it saw, as EventSource does by
// itself (Last-Event-ID), and misses nothing. One that comes anew, in the middle of a running
// answer, gets that answer from its beginning.
#include <memory>
#include <utility>

#include "proxy/http/handlers.h"
#include "proxy/http/live_event_json.h"
#include "proxy/http/request_scope.h"
#include "proxy/http/sse_stream.h"
#include "shared/api_paths.h"

namespace magic {
namespace {

constexpr int kLookEveryMs = 500;  // for a watch that ends: events themselves come at once
constexpr char kOpening[] = "retry: 1000\n\n";

// It has nothing to finish when the proxy stops: its client connects again.
class WatchStream final : public SseStream {
 public:
  using SseStream::SseStream;
  bool is_worth_finishing() const override { return false; }
};

// False: the store does not answer; the client connects again and goes on from the last event.
bool tell(RouteContext& context, const std::string& session_id, const LiveEvent& event,
          SseStream& out) {
  LiveEventDetails details;
  if (event.kind == LiveEvent::Kind::message || event.kind == LiveEvent::Kind::marked) {
    Result<std::vector<Message>> found =
        context.sessions.some_messages(session_id, {event.message});
    if (!found) return false;
    if (!found.value().empty()) details.message = std::move(found.value().front());
  }
  if (event.kind == LiveEvent::Kind::session) {
    Result<SessionInfo> info = context.sessions.info(session_id);
    if (!info && info.error().code != ErrorCode::not_found) return false;
    if (info) details.session = std::move(info).value();
  }
  const std::string text = live_event_text(event, details);
  return text.empty() || out.send_raw(text);
}

void watch(RouteContext& context, const std::string& session_id,
           LiveFeed::Subscription& subscription, SseStream& out) {
  if (!out.send_raw(kOpening)) return;
  while (!out.cancel().cancelled()) {
    const Result<std::vector<LiveEvent>> events = subscription.next(kLookEveryMs);
    if (!events) return;
    for (const LiveEvent& event : events.value())
      if (!tell(context, session_id, event, out)) return;
  }
}

void watch_session(RouteContext& context, const std::string& session_id,
                   const httplib::Request& request, httplib::Response& response) {
  std::optional<std::string> after = query_text(request, "after");
  if (request.has_header("Last-Event-ID")) after = request.get_header_value("Last-Event-ID");

  const auto stream = std::make_shared<WatchStream>(RequestSocket::of_this_thread(),
                                                    std::make_shared<CancelToken>());
  auto entered = context.live.enter(stream, RequestScope::of(response).client());
  if (!entered) return reply_error(response, entered.error());
  Result<std::unique_ptr<LiveFeed::Subscription>> subscribed =
      context.sessions.watch(session_id, after);
  if (!subscribed) return reply_error(response, subscribed.error());
  reply_with_stream(
      response, stream, std::move(entered).value(),
      [&context, session_id, out = stream.get(),
       subscription = std::shared_ptr<LiveFeed::Subscription>(std::move(subscribed).value())] {
        watch(context, session_id, *subscription, *out);
      });
}

}  // namespace

void add_live_routes(Router& router, RouteContext& context) {
  router.get(api::events(":session_id"), session_handler(context, watch_session));
}

}  // namespace magic
