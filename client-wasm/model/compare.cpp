#include "client-wasm/model/compare.h"
#include "client-wasm/words/say.h"

#include <algorithm>
#include <utility>

namespace magic {
namespace {

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

void settle(CompareModel& model, CompareLane& lane) {
  lane.state = LaneState::settled;
  ++lane.revision;
  const std::int64_t before = lane.points.empty() ? 0 : lane.points.back().input_tokens;
  lane.points.push_back({model.comparisons, before + input_tokens(lane)});
}

void start(CompareModel& model, CompareLane& lane, const TurnStart& start) {
  if (model.turn_id.empty()) {
    model.turn_id = start.user_message.turn_id;
    ++model.comparisons;
  }
  lane.answer.provider = start.provider;
  lane.answer.model = start.model;
  lane.context = start.context;
  ++lane.revision;
}

void fail(CompareLane& lane, const ChatFailure& failure) {
  if (failure.message)
    lane.answer = *failure.message;
  else
    lane.answer.status =
        failure.error.code == ErrorCode::network ? Ending::disconnected : Ending::upstream_error;
  lane.answer.error = failure.error;
}

void apply_to(CompareModel& model, CompareLane& lane, const ChatEvent& event) {
  if (const auto* started = std::get_if<TurnStarted>(&event))
    return start(model, lane, started->start);
  if (const auto* piece = std::get_if<ReasoningPiece>(&event)) {
    lane.answer.reasoning += piece->text;
  } else if (const auto* text = std::get_if<TextPiece>(&event)) {
    lane.answer.text += text->text;
    lane.state = LaneState::streaming;
  } else if (const auto* done = std::get_if<TurnDone>(&event)) {
    lane.answer = done->answer.message;
    lane.context = done->answer.context;
    return settle(model, lane);
  } else if (const auto* failed = std::get_if<TurnFailed>(&event)) {
    fail(lane, failed->failure);
    return settle(model, lane);
  }
  ++lane.revision;
}

bool is_running(const CompareModel& model, int number) {
  return model.running && model.running->number == number;
}

// The question never became part of the conversation: it stays at hand.
void take_back(CompareModel& model, const std::optional<Error>& error, bool stopped) {
  for (CompareLane& lane : model.lanes) {
    lane.state = LaneState::idle;
    ++lane.revision;
  }
  std::string text = std::exchange(model.question, {});
  if (!model.draft.empty()) text += " " + model.draft;
  model.draft = std::move(text);
  ++model.draft_revision;
  if (stopped)
    model.refusal = Error{ErrorCode::cancelled, say(Word::lanes_stopped)};
  else
    model.refusal = error.value_or(Error{ErrorCode::network, say(Word::lanes_broken), {}, true});
}

}  // namespace

CompareBlock compare_block(const CompareModel& model, const ChatModel& chat) {
  if (model.running) return CompareBlock::under_way;
  if (chat.link != Link::connected || !chat.health.store_available)
    return CompareBlock::not_connected;
  if (chat.turn || chat.clearing) return CompareBlock::chat_is_busy;
  const bool any = std::any_of(model.lanes.begin(), model.lanes.end(), [&](const auto& lane) {
    const ProviderStatus* status = status_of(chat, lane.request.provider);
    return status != nullptr && status->available;
  });
  if (!any) return CompareBlock::none_available;
  const bool to_cloud = std::any_of(model.lanes.begin(), model.lanes.end(), [](const auto& lane) {
    return lane.request.provider == ProviderId::chatgpt;
  });
  if (chat.local_only && to_cloud) return CompareBlock::locked;
  return is_blank(model.draft) ? CompareBlock::empty_draft : CompareBlock::none;
}

std::optional<OutgoingComparison> begin_comparison(CompareModel& model, const ChatModel& chat) {
  if (compare_block(model, chat) != CompareBlock::none) return std::nullopt;
  OutgoingComparison outgoing;
  outgoing.number = ++model.last_number;
  outgoing.request.message = model.draft;
  outgoing.request.session_id = model.session_id;
  model.question = std::exchange(model.draft, {});
  ++model.draft_revision;
  model.turn_id.clear();
  model.refusal.reset();
  model.running = RunningComparison{outgoing.number};
  for (CompareLane& lane : model.lanes) {
    outgoing.request.lanes.push_back(lane.request);
    lane.asked = lane.request;
    lane.state = LaneState::waiting;
    lane.answer = {};
    lane.answer.role = Role::assistant;
    lane.answer.provider = lane.request.provider;
    lane.answer.mode = lane.request.mode;
    lane.context.reset();
    ++lane.revision;
  }
  return outgoing;
}

void apply_queued(CompareModel& model, int number, int ahead) {
  if (is_running(model, number)) model.running->ahead = ahead;
}

void apply(CompareModel& model, int number, int lane, const ChatEvent& event) {
  if (!is_running(model, number) || lane < 0) return;
  const auto place = static_cast<std::size_t>(lane);
  if (place >= model.lanes.size() || model.lanes[place].state == LaneState::settled) return;
  model.running->ahead = 0;
  apply_to(model, model.lanes[place], event);
}

void end_comparison(CompareModel& model, int number, const std::optional<Error>& error) {
  if (!is_running(model, number)) return;
  const bool stopped = model.running->stopping;
  model.running.reset();
  const bool any_ended = std::any_of(model.lanes.begin(), model.lanes.end(), [](const auto& lane) {
    return lane.state == LaneState::settled;
  });
  if (model.turn_id.empty() && !any_ended) return take_back(model, error, stopped);
  for (CompareLane& lane : model.lanes) {
    if (lane.state == LaneState::settled) continue;
    lane.answer.status = stopped ? Ending::cancelled : Ending::disconnected;
    if (!stopped) lane.answer.error = error;
    settle(model, lane);
  }
}

void enter_session(CompareModel& model, std::string session_id) {
  model.session_id = std::move(session_id);
  model.running.reset();
  model.question.clear();
  model.turn_id.clear();
  model.comparisons = 0;
  model.refusal.reset();
  model.choosing.reset();
  for (CompareLane& lane : model.lanes) {
    lane.state = LaneState::idle;
    lane.answer = {};
    lane.context.reset();
    lane.points.clear();
    ++lane.revision;
  }
}

bool was_sent(const CompareLane& lane) {
  return !lane.answer.error || lane.answer.error->code != ErrorCode::provider_unavailable;
}

std::int64_t input_tokens(const CompareLane& lane) {
  if (!was_sent(lane)) return 0;
  std::int64_t tokens = 0;
  if (lane.answer.usage && lane.answer.usage->input_tokens)
    tokens = *lane.answer.usage->input_tokens;
  else if (lane.context)
    tokens = lane.context->provider_input_tokens.value_or(lane.context->estimated_tokens);
  if (lane.context && lane.context->summary && lane.context->summary->made_now)
    tokens += lane.context->summary->input_tokens.value_or(0);
  return tokens;
}

}  // namespace magic
