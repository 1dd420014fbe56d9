// Everything the UI knows: the conversation, the two switches, the draft, and what works right now.
//
// Views read it; only the functions of turns.h, history.h and connection.h change it. No Dear
// ImGui, no I/O, no clock. Thread rule: UI thread only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client-wasm/model/drafts.h"
#include "client-wasm/model/entries.h"
#include "client-wasm/model/options.h"
#include "shared/chat_types.h"
#include "shared/provider_types.h"

namespace magic {

// The turn under way. Its user message and its answer are the last two entries.
struct ActiveTurn {
  int number = 0;         // unique while the program runs
  bool stopping = false;  // the person asked for the end; it has not come yet
  bool started = false;   // the proxy has stored the question and begun
  // The answer as it was, when a further one to the same question is being written in its place.
  std::optional<Entry> replaced = {};
};

// The last message is being written anew. Sending deletes its turn and begins another.
struct Edit {
  std::string turn_id;
  std::string draft_before;
  bool deleting = false;  // sending was asked for; the old turn is not deleted yet
};

enum class Link { connecting, connected, offline };
enum class HistoryState { loading, ready, failed };

struct ChatModel {
  std::string session_id;
  Entries entries;
  std::optional<ActiveTurn> turn;

  HistoryState history = HistoryState::ready;
  std::int64_t history_total = 0;  // messages stored, while loading
  std::size_t history_place = 0;   // entries before this index are confirmed by the load under way
  std::optional<Error> history_error;
  bool clearing = false;             // "Clear" was asked for and has not been answered
  std::optional<Error> clear_error;  // why the last "Clear" did not happen
  std::optional<Edit> edit;
  // Why what was asked for last, other than sending and clearing, did not happen.
  std::optional<Error> action_error;

  Mode mode = Mode::stateless;
  ProviderId provider = ProviderId::chatgpt;
  bool provider_chosen = false;  // by the person; until then the best available one is taken
  Options options;
  std::vector<ModelInfo> models;  // what the providers offer; empty until it was asked for
  bool local_only = false;        // the session is locked to this machine
  bool asks_for_cloud = false;    // ChatGPT was chosen in a locked session: whether to unlock it
  std::optional<ContextReport> preview;  // of what would be sent now; absent: not known

  std::string draft;
  Drafts drafts;           // of the sessions that are not open
  int draft_revision = 0;  // grows when something else than the composer changes the draft

  std::string link_problem;  // why the proxy refuses to be asked; empty where it does not answer
  Link link = Link::connecting;
  Health health;  // the last one heard

  int last_key = 0;
  int last_turn = 0;
};

// What the proxy last said about a provider; nullptr when it has said nothing.
const ProviderStatus* status_of(const ChatModel& model, ProviderId provider);

// Why Send would do nothing now.
enum class SendBlock {
  none,
  empty_draft,
  turn_under_way,
  history_loading,
  clearing,
  not_connected
};
SendBlock send_block(const ChatModel& model);

// Stored messages this UI knows of: what memory would send, as far as it fits.
std::int64_t stored_messages(const ChatModel& model);

// How the next message is to be answered.
LaneRequest next_lane(const ChatModel& model);

// For the functions that change the model.
Entry& add_entry(ChatModel& model, Message message, EntryState state);
void set_draft(ChatModel& model, std::string text);  // not by the composer

}  // namespace magic
