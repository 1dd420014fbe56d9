#include "proxy/http/routes_openai.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "proxy/base/clock.h"
#include "proxy/base/random_id.h"
#include "proxy/http/caller.h"
#include "proxy/http/discard.h"
#include "proxy/http/replies.h"
#include "proxy/http/request_scope.h"
#include "proxy/http/sse_stream.h"
#include "proxy/openai_face/chat_completions_face.h"
#include "proxy/openai_face/face_errors.h"
#include "proxy/openai_face/face_turn.h"
#include "proxy/openai_face/models_face.h"
#include "proxy/openai_face/responses_face.h"
#include "shared/session_id.h"

namespace magic {
namespace {

constexpr char kSessionHeader[] = "X-Session-Id";
constexpr std::string_view kModelPath = "/v1/models/";

// One of the two APIs.
struct Api {
  Result<FaceRequest> (*read)(std::string_view body, const ChatLimits& limits);
  std::string (*write)(const FaceHead& head, const FaceAnswer& answer);
  std::unique_ptr<FaceStream> (*stream)(FaceHead head, bool include_usage);
  const char* id_prefix;
};

constexpr Api kChatCompletions{chat_completions_request_from_json, chat_completion_json,
                               make_chat_completions_stream, "chatcmpl-"};
constexpr Api kResponses{responses_request_from_json, response_json,
                         [](FaceHead head, bool) { return make_responses_stream(std::move(head)); },
                         "resp_"};

class Events final : public LaneSink {
 public:
  Events(FaceStream& events, SseStream& out) : events_(events), out_(out) {}

  void on_context(const TurnStart& start) override { events_.set_model(start.model); }
  bool on_text(std::string_view piece) override { return out_.send_raw(events_.text(piece)); }
  bool on_reasoning(std::string_view piece) override {
    return out_.send_raw(events_.reasoning(piece));
  }

 private:
  FaceStream& events_;
  SseStream& out_;
};

// To send it again would store the question a second time.
void refuse_stored(httplib::Response& response, Error error) {
  error.retryable = false;
  reply_openai_error(response, error);
}

// Not caller_of(): a client of this kind keeps no cookie and would be a new owner each time.
Caller caller_by_token(httplib::Response& response) {
  const std::string& token = RequestScope::of(response).token_name();
  return {token.empty() ? "" : "token:" + token, request_id_of(response)};
}

Result<std::optional<std::string>> asked_session(const httplib::Request& http) {
  if (!http.has_header(kSessionHeader)) return std::optional<std::string>();
  std::string id = http.get_header_value(kSessionHeader);
  if (!is_valid_session_id(id))
    return invalid_field(kSessionHeader,
                         "The header X-Session-Id must be 1 to 128 characters out of A-Z, a-z, "
                         "0-9, _ and -.");
  return std::optional<std::string>(std::move(id));
}

void answer_whole(OpenAiContext& context, const Api& api, const FaceHead& head,
                  const std::shared_ptr<FaceTurn>& turn, httplib::Response& response) {
  const auto live = std::make_shared<LiveTurn>(RequestSocket::of_this_thread(), turn->token());
  const auto entered = context.live.enter(live, RequestScope::of(response).client());
  if (!entered) return reply_openai_error(response, entered.error());
  if (const Status begun = turn->begin(); !begun)
    return reply_openai_error(response, begun.error());
  Discard discard;
  const FaceAnswer answer = turn->run(discard);
  if (const std::optional<Error> failure = failure_of(answer))
    return turn->is_stored() ? refuse_stored(response, *failure)
                             : reply_openai_error(response, *failure);
  reply_json(response, api.write(head, answer));
}

FaceAnswer begin_and_run(FaceTurn& turn, bool begun, LaneSink& sink) {
  if (!begun) {
    if (const Status waited = turn.begin(); !waited) {
      FaceAnswer refused;
      refused.ending = Ending::upstream_error;
      refused.error = waited.error();
      return refused;
    }
  }
  return turn.run(sink);
}

void answer_streamed(OpenAiContext& context, std::shared_ptr<FaceStream> events,
                     std::shared_ptr<FaceTurn> turn, httplib::Response& response) {
  const auto stream = std::make_shared<SseStream>(RequestSocket::of_this_thread(), turn->token());
  auto entered = context.live.enter(stream, RequestScope::of(response).client());
  if (!entered) return reply_openai_error(response, entered.error());

  // What can be refused is refused before the stream opens; waiting in the session's line goes on
  // inside it, so that the client hears something meanwhile.
  const bool begins_now = !turn->will_wait();
  if (begins_now)
    if (const Status begun = turn->begin(); !begun)
      return reply_openai_error(response, begun.error());
  reply_with_stream(
      response, stream, std::move(entered).value(),
      [events = std::move(events), turn = std::move(turn), out = stream.get(), begins_now] {
        out->send_raw(events->begin());
        Events pieces(*events, *out);
        out->send_raw(events->end(begin_and_run(*turn, begins_now, pieces)));
      });
}

void answer(OpenAiContext& context, const Api& api, const httplib::Request& http,
            httplib::Response& response) {
  const Result<std::optional<std::string>> session = asked_session(http);
  if (!session) return reply_openai_error(response, session.error());
  const Result<FaceRequest> parsed = api.read(http.body, context.limits);
  if (!parsed) return reply_openai_error(response, parsed.error());
  const FaceRequest& asked = parsed.value();
  Result<std::shared_ptr<TokenMeter>> meter = context.turn_limits.admit(http, response, 1);
  if (!meter) return reply_openai_error(response, meter.error());
  Caller caller = caller_by_token(response);
  const auto kept =
      session.value() ? std::optional(session_of(*session.value(), response)) : std::nullopt;
  caller.meter = std::move(meter).value();
  Result<std::unique_ptr<FaceTurn>> admitted =
      FaceTurn::admit(context.chat, asked, {std::move(caller), kept});
  if (!admitted) return reply_openai_error(response, admitted.error());
  const std::shared_ptr<FaceTurn> turn = std::move(admitted).value();

  if (session.value()) response.set_header(kSessionHeader, *session.value());
  const FaceHead head{new_answer_id(api.id_prefix), system_clock().wall_ms() / 1000, turn->model()};
  if (asked.stream) {
    answer_streamed(context, api.stream(head, asked.include_usage), turn, response);
  } else {
    answer_whole(context, api, head, turn, response);
  }
}

// Clients send a name's slashes escaped, but the library takes the escapes away first.
void describe_model(OpenAiContext& context, const httplib::Request& http,
                    httplib::Response& response) {
  const std::size_t name = http.path.find(kModelPath) + kModelPath.size();
  Result<std::string> json = model_json(context.chat, http.path.substr(name));
  if (!json) return reply_openai_error(response, json.error());
  reply_json(response, std::move(json).value());
}

}  // namespace

// OpenAI's clients try again by themselves on 409, 429 and 5xx unless x-should-retry tells them not
// to. They must not where it is of no use.
void reply_openai_error(httplib::Response& response, const Error& error) {
  response.status = face_status(error.code);
  set_retry_after(response, error);
  if (!error.retryable) response.set_header("x-should-retry", "false");
  reply_json(response, face_error_json(error));
}

void add_openai_routes(Router& router, OpenAiContext& context) {
  const auto add_api = [&](const char* path, const Api& api) {
    router.post(path, [&context, &api](const httplib::Request& http, httplib::Response& response) {
      answer(context, api, http, response);
    });
  };
  add_api("/v1/chat/completions", kChatCompletions);
  add_api("/v1/responses", kResponses);
  router.get("/v1/models", [&context](const httplib::Request&, httplib::Response& response) {
    reply_json(response, models_json(context.chat));
  });
  // "ollama/hf.co/owner/model:tag" is the longest kind of name that there is.
  for (const char* name :
       {":name", ":provider/:name", ":provider/:owner/:name", ":provider/:host/:owner/:name"})
    router.get(std::string(kModelPath) + name,
               [&context](const httplib::Request& http, httplib::Response& response) {
                 describe_model(context, http, response);
               });
}

}  // namespace magic
