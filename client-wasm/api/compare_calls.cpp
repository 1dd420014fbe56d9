#include "client-wasm/api/compare_calls.h"

#include <memory>
#include <utility>

#include "client-wasm/api/chat_stream.h"
#include "client-wasm/words/say.h"
#include "shared/api_paths.h"
#include "shared/chat_json.h"

namespace magic {
namespace {

template <class Event, class Value>
ChatEvent event_of(Result<Value> value) {
  if (value) return Event{std::move(value).value()};
  return TurnFailed{
      {{ErrorCode::network, say(Word::error_unreadable_why, {value.error().message}), {}, true},
       {}}};
}

// nullopt: an event of a newer proxy.
std::optional<ChatEvent> lane_event(const SseEvent& event) {
  if (event.name == "context") return event_of<TurnStarted>(turn_start_from_json(event.data));
  if (event.name == "delta") return event_of<TextPiece>(text_piece_from_json(event.data));
  if (event.name == "reasoning") return event_of<ReasoningPiece>(text_piece_from_json(event.data));
  if (event.name == "done") return event_of<TurnDone>(chat_answer_from_json(event.data));
  if (event.name == "error") return TurnFailed{shown_failure_from_json(event.data)};
  return std::nullopt;
}

// One comparison as it is heard; shared by the two handlers of its request.
class Heard {
 public:
  explicit Heard(CompareHandlers handlers) : handlers_(std::move(handlers)) {}

  void take(const SseEvent& event) {
    if (const std::optional<int> lane = lane_from_json(event.data)) {
      if (const auto known = lane_event(event)) handlers_.on_lane(*lane, *known);
    } else if (event.name == "queued") {
      if (const Result<int> ahead = queued_from_json(event.data))
        handlers_.on_queued(ahead.value());
    } else if (event.name == "error") {
      error_ = shown_failure_from_json(event.data).error;
    }
  }
  void end(const ProxyApi::WholeAnswer& answer) {
    if (answer.status != 200) error_ = failure_of(answer.status, answer.body).error;
    handlers_.on_end(error_);
  }

 private:
  CompareHandlers handlers_;
  std::optional<Error> error_;
};

}  // namespace

RequestId compare(ProxyApi& api, const CompareRequest& request, CompareHandlers handlers) {
  const auto heard = std::make_shared<Heard>(std::move(handlers));
  return api.listen(
      {"POST", std::string(api::kCompare), to_json(request)},
      [heard](const SseEvent& event) { heard->take(event); },
      [heard](const ProxyApi::WholeAnswer& answer) { heard->end(answer); });
}

}  // namespace magic
