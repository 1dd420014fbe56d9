#include "client-wasm/model/inspector.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace magic {
namespace {

// In the order in which they began: another answer to an old question does not make it the last.
std::vector<std::string> turns_of(const ChatModel& chat) {
  std::vector<std::string> turns;
  for (const Entry& entry : chat.entries) {
    const std::string& turn_id = entry.message.turn_id;
    if (turn_id.empty() || (!turns.empty() && turns.back() == turn_id)) continue;
    if (std::find(turns.rbegin(), turns.rend(), turn_id) == turns.rend()) turns.push_back(turn_id);
  }
  return turns;
}

bool is_running(const ChatModel& chat, const std::string& turn_id) {
  return chat.turn && !chat.entries.empty() && chat.entries.back().message.turn_id == turn_id;
}

int index_of_answer(const TurnRecord& record, const std::string& answer_id) {
  int current = 0;
  for (std::size_t i = 0; i < record.answers.size(); ++i) {
    const Message& answer = record.answers[i].answer;
    if (answer.id == answer_id) return static_cast<int>(i);
    if (answer.current) current = static_cast<int>(i);
  }
  return current;
}

const ContextReport* heard_context(const InspectorModel& model, const ChatModel& chat,
                                   const std::string& turn_id) {
  const ContextReport* newest = nullptr;
  for (const Entry& entry : chat.entries) {
    if (entry.message.turn_id != turn_id || !entry.context) continue;
    newest = &*entry.context;
    if (!entry.message.id.empty() && entry.message.id == model.answer_id) break;
  }
  return newest;
}

}  // namespace

ShownTurn shown_turn(const InspectorModel& model, const ChatModel& chat) {
  ShownTurn shown;
  const std::vector<std::string> turns = turns_of(chat);
  if (turns.empty()) return shown;
  auto at = std::find(turns.begin(), turns.end(), model.turn_id);
  if (at == turns.end()) at = std::prev(turns.end());
  shown.turn_id = *at;
  shown.number = static_cast<int>(at - turns.begin()) + 1;
  shown.is_last = std::next(at) == turns.end();
  shown.running = is_running(chat, shown.turn_id);
  for (const Entry& entry : chat.entries)
    if (entry.message.turn_id == shown.turn_id) shown.provider = entry.message.provider;
  shown.context = heard_context(model, chat, shown.turn_id);
  if (shown.running || !model.record || model.record->turn_id != shown.turn_id) return shown;

  shown.answers = static_cast<int>(model.record->answers.size());
  if (shown.answers == 0) return shown;
  shown.answer_index = index_of_answer(*model.record, model.answer_id);
  shown.answer = &model.record->answers[static_cast<std::size_t>(shown.answer_index)];
  shown.context = &shown.answer->context;
  shown.provider = shown.answer->answer.provider;
  return shown;
}

std::optional<TurnVersion> turn_to_read(const InspectorModel& model, const ChatModel& chat) {
  if (!model.open || chat.link != Link::connected || chat.history == HistoryState::loading)
    return std::nullopt;
  const ShownTurn shown = shown_turn(model, chat);
  if (shown.turn_id.empty() || shown.running) return std::nullopt;
  TurnVersion version{chat.session_id, shown.turn_id, 0};
  for (const Entry& entry : chat.entries)
    if (entry.message.turn_id == shown.turn_id) version.revision += entry.revision + 1;
  if (version == model.asked) return std::nullopt;
  return version;
}

void begin_read(InspectorModel& model, TurnVersion version) {
  model.asked = std::move(version);
  model.reading = true;
  model.read_error.reset();
}

void apply_record(InspectorModel& model, const TurnVersion& version,
                  const Result<TurnRecord>& record) {
  if (!(model.asked == version)) return;
  model.reading = false;
  if (record.ok())
    model.record = record.value();
  else
    model.read_error = record.error();
}

void inspect_turn(InspectorModel& model, const ChatModel& chat, std::string turn_id,
                  std::string answer_id) {
  const std::vector<std::string> turns = turns_of(chat);
  if (!turns.empty() && turn_id == turns.back()) turn_id.clear();
  if (!model.open || model.turn_id != turn_id) {
    model.message_id.clear();
    model.read_error.reset();
    model.change_error.reset();
  }
  model.open = true;
  model.turn_id = std::move(turn_id);
  model.answer_id = std::move(answer_id);
}

void leave_session(InspectorModel& model) {
  InspectorModel fresh;
  fresh.open = model.open;
  model = std::move(fresh);
}

bool is_under_way(const WhatIf& what_if) { return !what_if.without && !what_if.error; }

std::optional<OutgoingWhatIf> begin_what_if(InspectorModel& model, const ChatModel& chat,
                                            const std::string& message_id) {
  const ShownTurn shown = shown_turn(model, chat);
  if (shown.answer == nullptr || (model.what_if && is_under_way(*model.what_if)))
    return std::nullopt;
  const LaneRequest& lane = shown.answer->request;
  OutgoingWhatIf replay;
  replay.turn_id = shown.turn_id;
  replay.request.mode = lane.mode;
  replay.request.provider = lane.provider;
  replay.request.model = lane.model;
  replay.request.memory = lane.memory;
  replay.request.instructions = lane.instructions;
  replay.request.max_output_tokens = lane.max_output_tokens;
  replay.request.temperature = lane.temperature;
  replay.request.without = {message_id};
  model.what_if =
      WhatIf{shown.turn_id, message_id, shown.answer->answer, std::nullopt, std::nullopt};
  return replay;
}

void apply_what_if(InspectorModel& model, const std::string& message_id,
                   const Result<ChatAnswer>& answer) {
  if (!model.what_if || model.what_if->message_id != message_id) return;
  if (answer.ok())
    model.what_if->without = answer.value();
  else
    model.what_if->error = answer.error();
}

}  // namespace magic
