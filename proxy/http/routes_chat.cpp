// POST /chat, streamed and not.
#include <memory>
#include <utility>

#include "proxy/http/replies.h"
#include "proxy/http/routes.h"
#include "proxy/http/sse_turn.h"
#include "shared/api_paths.h"

namespace magic {
namespace {

const Error kTooManyTurns{ErrorCode::overloaded,
                          "Too many answers are being written at the moment. Try again shortly.",
                          {},
                          true,
                          2};

// For an answer that is sent whole.
class Discard final : public AnswerSink {
 public:
  bool on_text(std::string_view) override { return true; }
  bool on_reasoning(std::string_view) override { return true; }
};

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

// A turn that was begun and will be run once the stream is open. cpp-httplib may never open it: the
// client left meanwhile, or the server is stopping.
class BegunTurn {
 public:
  BegunTurn(ChatService& chat, Turn turn) : chat_(chat), turn_(std::move(turn)) {}
  ~BegunTurn() {
    if (!ran_) chat_.abandon(turn_);
  }
  BegunTurn(const BegunTurn&) = delete;
  BegunTurn& operator=(const BegunTurn&) = delete;

  void run(SseTurn& live, httplib::DataSink& out) {
    ran_ = true;
    live.run(chat_, turn_, out);
  }

 private:
  ChatService& chat_;
  const Turn turn_;
  bool ran_ = false;
};

bool wants_stream(const httplib::Request& request) {
  return request.get_header_value("Accept").find("text/event-stream") != std::string::npos;
}

void answer_whole(RouteContext& context, const httplib::Request& request,
                  httplib::Response& response, const ChatRequest& chat_request) {
  const auto live = std::make_shared<LiveTurn>(request.is_connection_closed);
  const auto entered = Entered::try_enter(context.live, live);
  if (!entered) return reply_error(response, {kTooManyTurns, std::nullopt});

  const Result<Turn> turn = context.chat.begin(chat_request);
  if (!turn) return reply_error(response, {turn.error(), std::nullopt});
  Discard discard;
  const TurnResult result = context.chat.run(turn.value(), discard, live->cancel());
  if (result.error) return reply_error(response, {*result.error, result.answer.message});
  reply_json(response, to_json(result.answer));
}

void answer_streamed(RouteContext& context, const httplib::Request& request,
                     httplib::Response& response, const ChatRequest& chat_request) {
  const auto live = std::make_shared<SseTurn>(request.is_connection_closed);
  const auto entered = Entered::try_enter(context.live, live);
  if (!entered) return reply_error(response, {kTooManyTurns, std::nullopt});

  Result<Turn> begun = context.chat.begin(chat_request);
  if (!begun) return reply_error(response, {begun.error(), std::nullopt});
  const auto turn = std::make_shared<BegunTurn>(context.chat, std::move(begun).value());

  response.set_header("Cache-Control", "no-store");
  response.set_header("X-Accel-Buffering", "no");  // nginx: pass each event on at once
  // The whole stream is written inside ONE call of the provider: cpp-httplib's stop() cuts streams
  // between calls (measured with 0.41).
  response.set_chunked_content_provider("text/event-stream",
                                        [live, entered, turn](std::size_t, httplib::DataSink& out) {
                                          turn->run(*live, out);
                                          out.done();
                                          return true;
                                        });
}

}  // namespace

void add_chat_routes(Router& router, RouteContext& context) {
  router.post(std::string(api::kChat),
              [&context](const httplib::Request& request, httplib::Response& response) {
                Result<ChatRequest> parsed = chat_request_from_json(request.body, context.limits);
                if (!parsed) return reply_error(response, {parsed.error(), std::nullopt});
                ChatRequest& chat_request = parsed.value();
                chat_request.stream |= wants_stream(request);
                if (chat_request.stream) {
                  answer_streamed(context, request, response, chat_request);
                } else {
                  answer_whole(context, request, response, chat_request);
                }
              });
}

}  // namespace magic
