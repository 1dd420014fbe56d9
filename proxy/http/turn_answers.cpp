#include "proxy/http/turn_answers.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "proxy/http/discard.h"
#include "proxy/http/replies.h"
#include "proxy/http/request_scope.h"
#include "proxy/http/sse_stream.h"
#include "shared/chat_json.h"
#include "shared/session_id.h"

namespace magic {
namespace {

class LaneEvents final : public LaneSink {
 public:
  LaneEvents(SseStream& out, std::optional<int> lane) : out_(out), lane_(lane) {}

  void on_context(const TurnStart& start) override { send("context", to_json(start)); }
  bool on_text(std::string_view piece) override { return send("delta", text_piece_to_json(piece)); }
  bool on_reasoning(std::string_view piece) override {
    return send("reasoning", text_piece_to_json(piece));
  }
  void end(const LaneResult& result) {
    if (result.error) {
      send("error", to_json(ChatFailure{*result.error, result.answer.message}));
    } else {
      send("done", to_json(result.answer));
    }
  }

 private:
  bool send(std::string_view event, const std::string& json) {
    return out_.send(event, lane_ ? with_lane(json, *lane_) : json);
  }

  SseStream& out_;
  const std::optional<int> lane_;
};

// Calls `run` for every lane, all at the same time; one after another where the machine has no more
// threads.
void for_each_lane(std::size_t lanes, const std::function<void(std::size_t)>& run) {
  std::vector<std::thread> threads;
  std::vector<std::size_t> here{0};
  for (std::size_t lane = 1; lane < lanes; ++lane) {
    try {
      threads.emplace_back(run, lane);
    } catch (const std::system_error&) {
      here.push_back(lane);
    }
  }
  for (const std::size_t lane : here) run(lane);
  for (std::thread& thread : threads) thread.join();
}

void write_turn(TurnRun& run, SseStream& out, TurnShape shape, bool begun) {
  if (!begun) {
    const auto tell = [&out](int ahead) {
      if (ahead > 0) out.send("queued", queued_to_json(ahead));
    };
    tell(run.ahead());
    if (const Status waited = run.begin(tell); !waited) {
      out.send("error", to_json(ChatFailure{waited.error(), std::nullopt}));
      return;
    }
  }
  const bool has_lanes = shape == TurnShape::comparison;
  for_each_lane(run.lanes(), [&](std::size_t lane) {
    LaneEvents events(out, has_lanes ? std::optional(static_cast<int>(lane)) : std::nullopt);
    events.on_context(run.start(lane));
    events.end(run.run(lane, events));
  });
}

void answer_streamed(RouteContext& context, httplib::Response& response,
                     std::shared_ptr<TurnRun> run, TurnShape shape) {
  const auto stream = std::make_shared<SseStream>(RequestSocket::of_this_thread(), run->token());
  auto entered = context.live.enter(stream, RequestScope::of(response).client());
  if (!entered) return reply_error(response, entered.error());

  // Where nothing has to be waited for, whatever can be refused is refused in plain words. Otherwise
  // the client should know that it waits, which takes a stream.
  const bool begins_now = run->ahead() == 0;
  if (begins_now) {
    if (const Status begun = run->begin({}); !begun) return reply_error(response, begun.error());
  }
  reply_with_stream(response, stream, std::move(entered).value(),
                    [run = std::move(run), out = stream.get(), shape, begins_now] {
                      write_turn(*run, *out, shape, begins_now);
                    });
}

// {"session_id","turn_id","answers":[{"lane",...}]}; ids are of safe characters.
std::string comparison_json(const TurnRun& run, const std::vector<LaneResult>& results) {
  const TurnStart& start = run.start(0);
  std::string json = "{\"session_id\":\"" + std::string(shown_session_id(start.session_id)) +
                     "\",\"turn_id\":\"" + start.user_message.turn_id + "\",\"answers\":[";
  for (std::size_t lane = 0; lane < results.size(); ++lane) {
    const LaneResult& result = results[lane];
    if (lane > 0) json += ',';
    json += with_lane(result.error ? to_json(ChatFailure{*result.error, result.answer.message})
                                   : to_json(result.answer),
                      static_cast<int>(lane));
  }
  return json + "]}";
}

void answer_whole(RouteContext& context, httplib::Response& response,
                  const std::shared_ptr<TurnRun>& run, TurnShape shape) {
  const auto live = std::make_shared<LiveTurn>(RequestSocket::of_this_thread(), run->token());
  const auto entered = context.live.enter(live, RequestScope::of(response).client());
  if (!entered) return reply_error(response, entered.error());
  if (const Status begun = run->begin({}); !begun) return reply_error(response, begun.error());

  std::vector<LaneResult> results(run->lanes());
  for_each_lane(run->lanes(), [&](std::size_t lane) {
    Discard discard;
    results[lane] = run->run(lane, discard);
  });
  if (shape == TurnShape::comparison) return reply_json(response, comparison_json(*run, results));
  const LaneResult& result = results.front();
  if (result.error) return reply_error(response, {*result.error, result.answer.message});
  reply_json(response, to_json(result.answer));
}

}  // namespace

void answer_turn(RouteContext& context, const httplib::Request& http, httplib::Response& response,
                 TurnRequest request, TurnShape shape) {
  const bool stream = request.stream;
  Result<std::shared_ptr<TokenMeter>> meter =
      context.turn_limits.admit(http, response, request.lanes.size());
  if (!meter) return reply_error(response, meter.error());
  request.caller.meter = std::move(meter).value();
  Result<std::unique_ptr<TurnRun>> admitted = context.chat.admit(std::move(request));
  if (!admitted) return reply_error(response, admitted.error());
  const std::shared_ptr<TurnRun> run = std::move(admitted).value();
  if (stream) {
    answer_streamed(context, response, run, shape);
  } else {
    answer_whole(context, response, run, shape);
  }
}

bool accepts_stream(const httplib::Request& request) {
  return request.get_header_value("Accept").find("text/event-stream") != std::string::npos;
}

}  // namespace magic
