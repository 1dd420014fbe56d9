#include "proxy/http/routes_openai.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "proxy/base/clock.h"
#include "proxy/base/random_id.h"
#include "proxy/http/openai_turn.h"
#include "proxy/http/replies.h"
#include "proxy/http/request_scope.h"
#include "proxy/openai_face/chat_completions_face.h"
#include "proxy/openai_face/face_errors.h"
#include "proxy/openai_face/models_face.h"
#include "proxy/openai_face/responses_face.h"
#include "shared/session_id.h"

namespace magic {
namespace {

constexpr char kSessionHeader[] = "X-Session-Id";
constexpr int kUsualWaitSeconds = 5;  // where the provider named no time

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

// In LiveTurns for as long as this exists.
class Entered {
 public:
  static std::shared_ptr<Entered> try_enter(LiveTurns& live, std::shared_ptr<LiveTurn> turn) {
    if (!live.enter(turn)) return nullptr;
    return std::shared_ptr<Entered>(new Entered(live, std::move(turn)));
  }
  ~Entered() { live_.leave(turn_); }
  Entered(const Entered&) = delete;
  Entered& operator=(const Entered&) = delete;

 private:
  Entered(LiveTurns& live, std::shared_ptr<LiveTurn> turn) : live_(live), turn_(std::move(turn)) {}

  LiveTurns& live_;
  std::shared_ptr<LiveTurn> turn_;
};

// OpenAI's clients try again by themselves on 409, 429 and 5xx unless x-should-retry tells them not
// to. They must not where it is of no use, and where it would store the question a second time.
void refuse(httplib::Response& response, const Error& error, bool is_stored = false) {
  response.status = face_status(error.code);
  int wait_seconds = error.retry_after_seconds;
  if (wait_seconds == 0 && error.code == ErrorCode::rate_limited && error.retryable)
    wait_seconds = kUsualWaitSeconds;
  if (wait_seconds > 0) response.set_header("Retry-After", std::to_string(wait_seconds));
  if (!error.retryable || is_stored) response.set_header("x-should-retry", "false");
  reply_json(response, face_error_json(error));
}

// Not caller_of(): such a client keeps no cookie, and would be somebody else with each request.
Caller caller_of_api(httplib::Response& response) {
  const std::string& token = RequestScope::of(response).token_name();
  return {token.empty() ? "" : "token:" + token, request_id_of(response)};
}

Result<std::optional<std::string>> session_of(const httplib::Request& request) {
  if (!request.has_header(kSessionHeader)) return std::optional<std::string>();
  std::string id = request.get_header_value(kSessionHeader);
  if (!is_valid_session_id(id))
    return invalid_field(kSessionHeader,
                         "The header X-Session-Id must be 1 to 128 characters out of A-Z, a-z, "
                         "0-9, _ and -.");
  return std::optional<std::string>(std::move(id));
}

void answer_whole(OpenAiTurn& live, const Api& api, const FaceHead& head,
                  httplib::Response& response) {
  if (const Status begun = live.turn().begin(); !begun) return refuse(response, begun.error());
  const FaceAnswer answer = live.run_whole();
  if (const std::optional<Error> failure = failure_of(answer))
    return refuse(response, *failure, live.turn().is_stored());
  reply_json(response, api.write(head, answer));
}

// What can be refused is refused before the stream opens; only waiting in the session's line goes
// on inside it, so that the client hears something meanwhile.
void answer_streamed(std::shared_ptr<OpenAiTurn> live, std::shared_ptr<Entered> entered,
                     std::shared_ptr<FaceStream> stream, httplib::Response& response) {
  const bool begin_now = !live->turn().will_wait();
  if (begin_now)
    if (const Status begun = live->turn().begin(); !begun) return refuse(response, begun.error());

  response.set_header("Cache-Control", "no-store");
  response.set_header("X-Accel-Buffering", "no");  // nginx: pass each event on at once
  // The whole stream is written inside ONE call of the provider: cpp-httplib's stop() cuts streams
  // between calls (measured with 0.41).
  response.set_chunked_content_provider(
      "text/event-stream", [live, entered, stream, begin_now](std::size_t, httplib::DataSink& out) {
        live->run_streamed(*stream, begin_now, out);
        out.done();
        return true;
      });
}

void answer(OpenAiContext& context, const Api& api, const httplib::Request& request,
            httplib::Response& response) {
  const Result<std::optional<std::string>> session = session_of(request);
  if (!session) return refuse(response, session.error());
  const Result<FaceRequest> parsed = api.read(request.body, context.limits);
  if (!parsed) return refuse(response, parsed.error());
  const FaceRequest& asked = parsed.value();

  Result<std::unique_ptr<FaceTurn>> turn =
      FaceTurn::admit(context.chat, asked, {caller_of_api(response), session.value()});
  if (!turn) return refuse(response, turn.error());
  const auto live =
      std::make_shared<OpenAiTurn>(std::move(turn).value(), request.is_connection_closed);
  const auto entered = Entered::try_enter(context.live, live);
  if (!entered)
    return refuse(response, {ErrorCode::overloaded,
                             "Too many answers are being written at the moment. Try again shortly.",
                             {},
                             true,
                             2});

  if (session.value()) response.set_header(kSessionHeader, *session.value());
  const FaceHead head{new_answer_id(api.id_prefix), system_clock().wall_ms() / 1000,
                      live->turn().model()};
  if (!asked.stream) return answer_whole(*live, api, head, response);
  answer_streamed(live, entered, api.stream(head, asked.include_usage), response);
}

void describe_model(OpenAiContext& context, const std::string& id, httplib::Response& response) {
  Result<std::string> json = model_json(context.chat, id);
  if (!json) return refuse(response, json.error());
  reply_json(response, std::move(json).value());
}

// Names hold slashes: "ollama/hf.co/owner/model:tag" has three. Clients send them escaped, but the
// library takes the escapes away before it looks for a route.
void add_model_route(Router& router, OpenAiContext& context, int segments) {
  std::string pattern = "/v1/models";
  for (int i = 0; i < segments; ++i) pattern += "/:part" + std::to_string(i);
  router.get(pattern,
             [&context, segments](const httplib::Request& request, httplib::Response& response) {
               std::string id = request.path_params.at("part0");
               for (int i = 1; i < segments; ++i)
                 id += "/" + request.path_params.at("part" + std::to_string(i));
               describe_model(context, id, response);
             });
}

}  // namespace

void add_openai_routes(Router& router, OpenAiContext& context) {
  const auto add_api = [&](const char* path, const Api& api) {
    router.post(path,
                [&context, &api](const httplib::Request& request, httplib::Response& response) {
                  answer(context, api, request, response);
                });
  };
  add_api("/v1/chat/completions", kChatCompletions);
  add_api("/v1/responses", kResponses);
  router.get("/v1/models", [&context](const httplib::Request&, httplib::Response& response) {
    reply_json(response, models_json(context.chat));
  });
  for (int segments = 1; segments <= 4; ++segments) add_model_route(router, context, segments);
}

}  // namespace magic
