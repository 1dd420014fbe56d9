#include "client-wasm/model/chat_model.h"

#include <utility>

namespace magic {

const ProviderStatus* status_of(const ChatModel& model, ProviderId provider) {
  for (const ProviderStatus& status : model.health.providers)
    if (status.id == provider) return &status;
  return nullptr;
}

SendBlock send_block(const ChatModel& model) {
  if (model.turn) return SendBlock::turn_under_way;
  if (model.link != Link::connected) return SendBlock::not_connected;
  if (model.history == HistoryState::loading) return SendBlock::history_loading;
  if (model.clearing || (model.edit && model.edit->deleting)) return SendBlock::clearing;
  if (model.draft.find_first_not_of(" \t\r\n") == std::string::npos) return SendBlock::empty_draft;
  return SendBlock::none;
}

std::int64_t stored_messages(const ChatModel& model) { return model.entries.stored(); }

LaneRequest next_lane(const ChatModel& model) {
  LaneRequest lane = lane_of(model.options, model.mode, model.provider);
  // Whether a temperature goes is a matter of the model, and the proxy knows which one it is.
  const ProviderStatus* status = status_of(model, model.provider);
  if (!lane.model && status != nullptr && !takes_temperature(model.provider, status->model))
    lane.temperature.reset();
  return lane;
}

Entry& add_entry(ChatModel& model, Message message, EntryState state) {
  Entry entry;
  entry.key = ++model.last_key;
  entry.state = state;
  entry.message = std::move(message);
  return model.entries.add(std::move(entry));
}

void set_draft(ChatModel& model, std::string text) {
  model.draft = std::move(text);
  ++model.draft_revision;
}

}  // namespace magic
