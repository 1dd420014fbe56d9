#include "proxy/chat/lane_runner.h"

#include <iterator>
#include <utility>

#include "proxy/chat/answer_recorder.h"
#include "proxy/chat/store_answer.h"
#include "proxy/chat/summarizing.h"
#include "proxy/chat/turn_recipe_json.h"

namespace magic {
namespace {

AnswerEnd failed(Error error) {
  AnswerEnd end;
  end.ending = Ending::upstream_error;
  end.error = std::move(error);
  return end;
}

// False: it is of no use, or too large.
bool keep_for_later(ChatParts& parts, const TurnInputs& inputs, const NewAnswer& answer,
                    const Error& why) {
  return why.code == ErrorCode::store_unavailable && parts.spool.keep(inputs.session_id, answer);
}

class LaneRun {
 public:
  LaneRun(ChatParts& parts, const TurnInputs& inputs, Lane& lane, LaneSink& sink, LaneTokens tokens)
      : parts_(parts),
        inputs_(inputs),
        lane_(lane),
        sink_(sink),
        tokens_(tokens),
        past_(inputs.past),
        recorder_(sink, publisher(), parts.clock, inputs.accepted_ms) {}

  LaneResult run() {
    AnswerEnd end = lane_.refused ? failed(*lane_.refused) : ask();
    if (can_fall_back(end)) end = ask_fallback(std::move(end));
    note_what_was_processed(end);
    LaneResult result = store(end);
    report(result, end);
    return result;
  }

 private:
  AnswerRecorder::OnPiece publisher() {
    return [this](LiveEvent::Kind kind, std::string_view text) {
      parts_.feed->publish_piece(inputs_.session_id, inputs_.question.turn_id, lane_.attempt, kind,
                                 text);
    };
  }

  AnswerEnd ask() {
    if (lane_.request.mode == Mode::stateful &&
        lane_.request.memory.strategy == MemoryStrategy::summary)
      summarize_if_due(parts_, inputs_, lane_, past_, sink_, tokens_.lane);
    AnswerEnd end = ask_provider();
    if (end.is_previous_response_gone && may_ask_again()) {
      past_.held.reset();
      ask_differently("The provider no longer holds this conversation, so it was sent from Redis.");
      end = ask_provider();
    }
    return end;
  }

  AnswerEnd ask_provider() {
    AnswerEnd end;
    end.ending = stop_reason();
    if (tokens_.lane.cancelled()) return end;
    end = lane_.with.slot->provider->stream(lane_.prompt, recorder_, tokens_.lane);
    attempts_.insert(attempts_.end(), std::make_move_iterator(end.trace.attempts.begin()),
                     std::make_move_iterator(end.trace.attempts.end()));
    end.trace.attempts.clear();
    // What had ended before the provider noticed is a whole answer.
    const bool was_stopped = end.ending == Ending::cancelled || end.ending == Ending::disconnected;
    if (was_stopped) end.ending = stop_reason();
    return end;
  }

  Ending stop_reason() const { return tokens_.turn.why().value_or(Ending::disconnected); }

  bool may_ask_again() const { return recorder_.is_silent() && !tokens_.lane.cancelled(); }

  void ask_differently(std::string note) {
    plan_lane(lane_, inputs_, past_, parts_.calibration);
    notes_.push_back(std::move(note));
    lane_.start.context.notes.insert(lane_.start.context.notes.end(), notes_.begin(), notes_.end());
    sink_.on_context(lane_.start);
  }

  // Not where the request itself is at fault: another provider would refuse it too.
  bool can_fall_back(const AnswerEnd& end) const {
    if (!end.error || !may_ask_again() || !parts_.options.fallback) return false;
    if (*parts_.options.fallback == lane_.request.provider) return false;
    const ErrorCode code = end.error->code;
    return code == ErrorCode::provider_unavailable || code == ErrorCode::upstream_timeout ||
           code == ErrorCode::rate_limited ||
           (code == ErrorCode::upstream_error && end.error->retryable);
  }

  AnswerEnd ask_fallback(AnswerEnd first) {
    const ProviderId instead = *parts_.options.fallback;
    Result<UsableProvider> usable = parts_.providers.usable(instead, "");
    if (!usable) return first;
    const std::string note = std::string(name_of(instead)) + " answered in place of " +
                             std::string(name_of(lane_.request.provider)) + ". " +
                             first.error->message;
    lane_.with = usable.value();
    lane_.request.provider = instead;
    lane_.request.model.reset();
    // What one provider holds, or was made to hold, means nothing to the other.
    if (lane_.request.memory.strategy == MemoryStrategy::provider) lane_.request.memory = {};
    read_further_back();
    ask_differently(note);
    return ask_provider();
  }

  // So much was read as the window of the first provider holds, and nothing is known of the window
  // of one that is not available.
  void read_further_back() {
    if (past_.reaches_beginning) return;
    Result<StoredMemory> past = parts_.store->read_memory(
        inputs_.session_id, history_bytes_for(plan_request(lane_, inputs_)), inputs_.question.id);
    if (past) past_ = std::move(past).value();
  }

  void note_what_was_processed(AnswerEnd& end) {
    end.trace.attempts = std::move(attempts_);
    ContextReport& context = lane_.start.context;
    context.provider_input_tokens = end.usage.input_tokens;
    // What the provider holds is in its count and not in ours.
    if (!end.usage.input_tokens || !context.previous_response_id.empty()) return;
    const std::string& model = lane_.prompt.model;
    const ProviderId provider = lane_.request.provider;
    context.truncated_upstream = looks_truncated(context.estimated_tokens, *end.usage.input_tokens,
                                                 parts_.calibration.has_learned(provider, model));
    parts_.calibration.learn(provider, model,
                             {.estimated_tokens = lane_.uncalibrated_tokens,
                              .reported_tokens = *end.usage.input_tokens,
                              .is_partial = context.truncated_upstream});
  }

  LaneResult store(const AnswerEnd& end) {
    LaneResult result;
    result.error = end.ending == Ending::disconnected ? tokens_.turn.error() : end.error;
    ChatAnswer& answer = result.answer;
    answer.session_id = inputs_.session_id;
    answer.context = lane_.start.context;
    answer.message_count = inputs_.stored_messages;

    Message& message = answer.message;
    message = recorder_.message(end);
    message.turn_id = inputs_.question.turn_id;
    message.attempt = lane_.attempt;
    message.mode = lane_.request.mode;
    message.provider = lane_.request.provider;
    message.model = end.model.empty() ? lane_.prompt.model : end.model;
    message.created_at_ms = parts_.clock.wall_ms();
    message.timing->queued_ms = inputs_.queued_ms;
    message.cost_usd = parts_.prices.cost_usd(message.provider, message.model, end.usage);
    message.current = lane_.attempt == 0;

    parts_.feed->end_pieces(inputs_.session_id, message.turn_id, lane_.attempt);
    NewAnswer whole{message, to_json(recipe(end.trace))};
    const Result<Appended> stored = store_answer(*parts_.store, inputs_.session_id, whole);
    if (!stored) {
      result.error = stored.error();
      result.error->message = (keep_for_later(parts_, inputs_, whole, stored.error())
                                   ? "The answer is not stored yet; the proxy keeps it in memory "
                                     "and stores it as soon as it can. "
                                   : "The answer could not be stored. ") +
                              result.error->message;
      return result;
    }
    message.id = stored.value().id;
    message.attempt = whole.message.attempt;
    answer.message_count = stored.value().message_count;
    // Only a whole answer can be gone on from.
    if (lane_.prompt.keep_at_provider && end.ending == Ending::completed &&
        !end.trace.response_id.empty())
      keep_held(end, message, answer.context);
    return result;
  }

  TurnRecipe recipe(const UpstreamTrace& trace) const {
    TurnRecipe recipe;
    recipe.request = lane_.request;
    recipe.without = inputs_.without;
    recipe.model = lane_.prompt.model;
    recipe.max_output_tokens = lane_.prompt.max_output_tokens;
    recipe.stream = lane_.prompt.stream;
    recipe.token_factor = lane_.token_factor;
    recipe.context = lane_.start.context;
    recipe.runs = compact(recipe.context.items, past_.older_pinned.size());
    recipe.context.items.clear();
    recipe.trace = trace;
    recipe.request_id = inputs_.request_id;
    keep_instructions(recipe, lane_.prompt.instructions);
    // The store has its text once, and forgets it with what it was made of.
    if (recipe.context.summary) recipe.context.summary->text.clear();
    return recipe;
  }

  void keep_held(const AnswerEnd& end, const Message& message, ContextReport& context) {
    const Status kept =
        parts_.store->put_held(inputs_.session_id, {.response_id = end.trace.response_id,
                                                    .model = lane_.prompt.model,
                                                    .covers_to = message.id,
                                                    .made_from = past_.revision});
    if (!kept)
      context.notes.push_back(
          "What the provider holds could not be noted, so the next turn is "
          "sent from Redis. " +
          kept.error().message);
  }

  void report(const LaneResult& result, const AnswerEnd& end) const {
    TurnReport report;
    report.session_id = inputs_.session_id;
    report.turn_id = inputs_.question.turn_id;
    report.request_id = inputs_.request_id;
    report.provider = result.answer.message.provider;
    report.model = result.answer.message.model;
    report.ending = end.ending;
    if (result.error) report.error = result.error->code;
    report.timing = *result.answer.message.timing;
    report.usage = end.usage;
    report.trace = end.trace;
    report.stored = !result.answer.message.id.empty();
    report.truncated_upstream = result.answer.context.truncated_upstream;
    parts_.observer.on_turn_ended(report);
    const Message& answer = result.answer.message;
    count_tokens(inputs_.meter, lane_.prompt, end.usage, answer.reasoning, answer.text);
  }

  ChatParts& parts_;
  const TurnInputs& inputs_;
  Lane& lane_;
  LaneSink& sink_;
  LaneTokens tokens_;
  StoredMemory past_;
  AnswerRecorder recorder_;
  std::vector<UpstreamAttempt> attempts_;  // over all that was asked
  std::vector<std::string> notes_;
};

}  // namespace

LaneResult run_lane(ChatParts& parts, const TurnInputs& inputs, Lane& lane, LaneSink& sink,
                    LaneTokens tokens) {
  return LaneRun(parts, inputs, lane, sink, tokens).run();
}

LaneResult repeat_lane(const TurnInputs& inputs, const Lane& lane, const Message& answer,
                       LaneSink& sink) {
  if (!answer.reasoning.empty()) sink.on_reasoning(answer.reasoning);
  if (!answer.text.empty()) sink.on_text(answer.text);
  LaneResult result;
  result.answer.session_id = inputs.session_id;
  result.answer.message_count = inputs.stored_messages;
  result.answer.message = answer;
  result.answer.context = lane.start.context;
  result.error = answer.error;
  return result;
}

void abandon_lane(ChatParts& parts, const TurnInputs& inputs, const Lane& lane) {
  Message message;
  message.turn_id = inputs.question.turn_id;
  message.attempt = lane.attempt;
  message.role = Role::assistant;
  message.status = Ending::disconnected;
  message.mode = lane.request.mode;
  message.provider = lane.request.provider;
  message.model = lane.prompt.model;
  message.created_at_ms = parts.clock.wall_ms();
  const NewAnswer none{message, ""};
  // Nobody is left to tell when this fails; at worst the question stays without an answer.
  if (const Result<Appended> stored = parts.store->append_answer(inputs.session_id, none); !stored)
    static_cast<void>(keep_for_later(parts, inputs, none, stored.error()));
}

}  // namespace magic
