// How a lane is read from, and written into, the requests that hold one. Declared in json_parts.h.

#include <algorithm>
#include <utility>

#include "shared/json_parts.h"
#include "shared/session_id.h"

namespace magic {
namespace {

constexpr int kMaxLastN = 10'000;
constexpr int kMinBudgetTokens = 16, kMaxBudgetTokens = 10'000'000;
constexpr int kMinKeepLast = 2, kMaxKeepLast = 200;
constexpr int kMaxOutputTokens = 1'000'000;

// A whole number between two bounds.
std::optional<int> bounded(JsonFields& fields, const char* key, int least, int most) {
  const std::optional<std::int64_t> value = fields.integer(key);
  if (!value) return std::nullopt;
  if (*value >= least && *value <= most) return static_cast<int>(*value);
  fields.fail(key, "must be between " + std::to_string(least) + " and " + std::to_string(most));
  return std::nullopt;
}

int required_bounded(JsonFields& fields, const char* key, int least, int most) {
  const std::optional<int> value = bounded(fields, key, least, most);
  if (!value) fields.fail(key, "is missing");  // unless it was there and wrong
  return value.value_or(least);
}

void read_numbers(JsonFields& fields, MemoryChoice& memory) {
  switch (memory.strategy) {
    case MemoryStrategy::last_n:
      memory.n = required_bounded(fields, "n", 1, kMaxLastN);
      break;
    case MemoryStrategy::token_budget:
      memory.tokens = required_bounded(fields, "tokens", kMinBudgetTokens, kMaxBudgetTokens);
      break;
    case MemoryStrategy::summary:
      memory.keep_last =
          bounded(fields, "keep_last", kMinKeepLast, kMaxKeepLast).value_or(memory.keep_last);
      break;
    case MemoryStrategy::none:
    case MemoryStrategy::full:
    case MemoryStrategy::provider:
      break;
  }
}

// {"strategy",...}, or the strategy's name alone.
std::optional<MemoryChoice> read_memory(JsonFields& fields) {
  const Json* value = fields.any("memory");
  if (value == nullptr) return std::nullopt;
  const Json choice = value->is_string() ? Json{{"strategy", *value}} : *value;
  if (!choice.is_object()) {
    fields.fail("memory", "must be an object, or the name of a strategy");
    return std::nullopt;
  }
  JsonFields parts(choice, fields.path_of("memory"));
  MemoryChoice memory;
  parts.required_string("strategy");
  memory.strategy =
      parts.named("strategy", memory_strategy_from, MemoryStrategy::full, kStrategyNames);
  read_numbers(parts, memory);
  fields.fail_as(parts.error());
  return memory;
}

}  // namespace

Json memory_json(const MemoryChoice& memory) {
  Json json{{"strategy", name_of(memory.strategy)}};
  if (memory.strategy == MemoryStrategy::last_n) json["n"] = memory.n;
  if (memory.strategy == MemoryStrategy::token_budget) json["tokens"] = memory.tokens;
  if (memory.strategy == MemoryStrategy::summary) json["keep_last"] = memory.keep_last;
  return json;
}

void put_changes(Json& json, const LaneChanges& changes) {
  if (changes.mode) json["mode"] = name_of(*changes.mode);
  if (changes.provider) json["provider"] = name_of(*changes.provider);
  put(json, "model", changes.model);
  if (changes.memory) json["memory"] = memory_json(*changes.memory);
  put(json, "instructions", changes.instructions);
  put(json, "max_output_tokens", changes.max_output_tokens);
  put(json, "temperature", changes.temperature);
}

void put_lane(Json& json, const LaneRequest& lane) {
  std::optional<MemoryChoice> memory;
  if (lane.memory != MemoryChoice{}) memory = lane.memory;
  put_changes(json, {lane.mode, lane.provider, lane.model, memory, lane.instructions,
                     lane.max_output_tokens, lane.temperature});
}

LaneChanges read_changes(JsonFields& fields, const ChatLimits& limits) {
  LaneChanges changes;
  if (fields.any("mode") != nullptr)
    changes.mode = fields.named("mode", mode_from, Mode::stateless, kModeNames);
  if (fields.any("provider") != nullptr)
    changes.provider = fields.named("provider", provider_from, ProviderId::chatgpt, kProviderNames);
  changes.model = fields.string("model");
  if (changes.model && (changes.model->empty() || changes.model->size() > kMaxModelBytes))
    fields.fail("model", "must be 1 to " + std::to_string(kMaxModelBytes) + " bytes long");
  changes.memory = read_memory(fields);
  changes.instructions = fields.string("instructions");
  if (changes.instructions && changes.instructions->size() > limits.max_instructions_bytes)
    fields.fail("instructions",
                "is longer than " + std::to_string(limits.max_instructions_bytes) + " bytes");
  changes.max_output_tokens = bounded(fields, "max_output_tokens", 1, kMaxOutputTokens);
  changes.temperature = fields.number("temperature");
  if (changes.temperature && !(*changes.temperature >= 0 && *changes.temperature <= 2))
    fields.fail("temperature", "must be between 0 and 2");
  return changes;
}

LaneRequest read_lane(JsonFields& fields, const ChatLimits& limits, const LaneRequest& defaults) {
  LaneRequest lane = apply(read_changes(fields, limits), defaults);
  if (std::optional<Error> problem = lane_problem(lane)) {
    // The path in front of both the field's name and the sentence, which begins with that name.
    problem->message = fields.path_of(problem->message);
    problem->param = fields.path_of(problem->param);
    fields.fail_as(problem);
  }
  return lane;
}

Json lane_json(const LaneRequest& lane) {
  Json json = Json::object();
  put_changes(json, {lane.mode, lane.provider, lane.model, lane.memory, lane.instructions,
                     lane.max_output_tokens, lane.temperature});
  return json;
}

LaneRequest lane_of(const Json& json) {
  JsonFields fields(json);
  return apply(read_changes(fields, ChatLimits{}), LaneRequest{});
}

std::string read_question(JsonFields& fields, const ChatLimits& limits) {
  std::string question = fields.required_string("message");
  if (question.empty()) fields.fail("message", "must not be empty");
  // Legal in JSON, but what comes after it would be lost in one program or another on the way.
  if (question.find('\0') != std::string::npos)
    fields.fail("message", "must not hold NUL characters");
  if (question.size() > limits.max_message_bytes)
    fields.fail("message", "is longer than " + std::to_string(limits.max_message_bytes) + " bytes");
  return question;
}

std::optional<std::string> read_session_id(JsonFields& fields) {
  std::optional<std::string> id = fields.string("session_id");
  if (id && !is_valid_session_id(*id))
    fields.fail("session_id", "must be 1 to 128 characters out of A-Z, a-z, 0-9, _ and -");
  return id;
}

std::optional<std::string> read_client_message_id(JsonFields& fields) {
  std::optional<std::string> id = fields.string("client_message_id");
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._:-").find(c) != std::string_view::npos;
  };
  if (id && (id->empty() || id->size() > kMaxClientMessageIdBytes ||
             !std::all_of(id->begin(), id->end(), allowed)))
    fields.fail("client_message_id",
                "must be 1 to 128 characters out of A-Z, a-z, 0-9 and . _ : -");
  return id;
}

}  // namespace magic
