#include "proxy/chat/lane.h"

#include <utility>

namespace magic {
namespace {

int answer_tokens(const Lane& lane) {
  if (lane.request.max_output_tokens) return *lane.request.max_output_tokens;
  return lane.with.slot == nullptr ? 0 : lane.with.slot->max_output_tokens;
}

}  // namespace

PlanRequest plan_request(const Lane& lane, const TurnInputs& inputs) {
  PlanRequest request;
  request.mode = lane.request.mode;
  request.memory = lane.request.memory;
  if (lane.request.instructions) request.instructions = *lane.request.instructions;
  request.model = lane.with.status.model;
  request.window_tokens = lane.with.status.window_tokens;
  request.answer_tokens = answer_tokens(lane);
  request.token_factor = lane.token_factor;
  request.stored_messages = inputs.stored_messages;
  request.without = inputs.without;
  return request;
}

void plan_lane(Lane& lane, const TurnInputs& inputs, const StoredMemory& past,
               const TokenCalibration& calibration) {
  lane.token_factor = calibration.factor(lane.request.provider, lane.with.status.model);
  ContextPlan plan = plan_context(plan_request(lane, inputs), past, inputs.question);

  lane.uncalibrated_tokens = plan.uncalibrated_tokens;

  Prompt& prompt = lane.prompt;
  prompt = {};
  prompt.model = lane.with.status.model;
  prompt.instructions = std::move(plan.instructions);
  prompt.messages = std::move(plan.messages);
  prompt.stream = inputs.stream;
  prompt.max_output_tokens = answer_tokens(lane);
  prompt.temperature = lane.request.temperature;
  prompt.previous_response_id = std::move(plan.previous_response_id);
  prompt.keep_at_provider = lane.request.mode == Mode::stateful &&
                            lane.request.memory.strategy == MemoryStrategy::provider;
  prompt.request_id = inputs.request_id;

  TurnStart& start = lane.start;
  start.session_id = inputs.session_id;
  start.user_message = inputs.question;
  start.provider = lane.request.provider;
  start.model = prompt.model;
  start.context = std::move(plan.report);
}

}  // namespace magic
