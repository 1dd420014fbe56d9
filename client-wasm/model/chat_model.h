// Everything the UI knows: the conversation, the two switches, the draft, and what works right now.
//
// Views read it; only the functions of turns.h, history.h and connection.h change it. No Dear
// ImGui, no I/O, no clock. Thread rule: UI thread only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/chat_types.h"
#include "shared/provider_types.h"

namespace magic {

enum class EntryState {
  sending,    // a user's message that the proxy has not confirmed as stored
  unsent,     // a user's message that was refused or lost; message.error says why
  waiting,    // an answer of which nothing has come
  streaming,  // an answer that is coming
  settled,    // as it will stay
};

// One message on the screen.
struct Entry {
  int key = 0;       // unique while the program runs, so that views can remember things about it
  int revision = 0;  // grows with every change of what is shown
  EntryState state = EntryState::settled;
  Message message;                       // an empty id: not known to be stored
  std::optional<ContextReport> context;  // answers of turns this UI has followed itself
};

// The turn under way. Its user message and its answer are the last two entries.
struct ActiveTurn {
  int number = 0;         // unique while the program runs
  bool stopping = false;  // the person asked for the end; it has not come yet
};

enum class Link { connecting, connected, offline };
enum class HistoryState { loading, ready, failed };

struct ChatModel {
  std::string session_id;
  std::vector<Entry> entries;  // oldest first
  std::optional<ActiveTurn> turn;

  HistoryState history = HistoryState::ready;
  std::int64_t history_total = 0;  // messages stored, while loading
  std::size_t history_place = 0;   // entries before this index are confirmed by the load under way
  std::optional<Error> history_error;
  bool clearing = false;             // "Clear" was asked for and has not been answered
  std::optional<Error> clear_error;  // why the last "Clear" did not happen

  Mode mode = Mode::stateless;
  ProviderId provider = ProviderId::chatgpt;
  bool provider_chosen = false;  // by the person; until then the best available one is taken

  std::string draft;
  int draft_revision = 0;  // grows when something else than the composer changes the draft

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

// For the functions that change the model.
Entry& add_entry(ChatModel& model, Message message, EntryState state);
void set_draft(ChatModel& model, std::string text);  // not by the composer

}  // namespace magic
