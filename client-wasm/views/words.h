// The words of the UI that are more than a label, and numbers in the words a person uses.
//
// Pure functions; no Dear ImGui.
#pragma once

#include <cstdint>
#include <string>

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/session_list.h"
#include "client-wasm/words/say.h"

namespace magic::words {

std::string provider(ProviderId provider);         // "ChatGPT"
std::string provider_place(ProviderId provider);   // "cloud"
std::string duration(std::int64_t ms);             // "0.4 s", "12 s", "1 min 4 s"
std::string count(std::int64_t n);                 // "12,345"
std::string tokens(std::int64_t n);                // "1 token", "1,200 tokens"
std::string messages(std::int64_t n);              // "1 message"
std::string short_session_id(const std::string&);  // "session_1234…cdef"

std::string cost(double usd);                  // "$0.0004"
std::string speed(double tokens_per_second);   // "41 tok/s"
std::string unavailable(ProviderId provider);  // "Ollama is not available."

// The thin line under an answer: provider, tokens, time, speed, cost, what was sent.
std::string badge(const Entry& answer);
// How an answer ended, if it did not end well; else empty.
std::string ending(Ending ending);

// What the switches mean for the next message.
std::string next_message(const ChatModel& model);
// Why the next message cannot be sent, or will be refused, and what to do; empty when it can.
struct Notice {
  std::string text;
  bool offer_demo = false;
  bool is_error = true;         // else something that is only under way
  bool asks_for_cloud = false;  // whether a locked chat is to be unlocked
};
Notice notice(const ChatModel& model);

// "New chat" until the proxy has told a title.
std::string session_title(const SessionListModel& sessions, const std::string& session_id);

std::string connection(const ChatModel& model);  // "Connected"
std::string provider_state(const ChatModel& model, ProviderId provider);

}  // namespace magic::words
