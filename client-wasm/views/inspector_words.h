// The words of the inspector that are more than a label.
//
// Pure functions; no Dear ImGui.
#pragma once

#include <cstdint>
#include <string>

#include "client-wasm/model/context_rows.h"
#include "client-wasm/model/inspector.h"

namespace magic::words {

std::string reason(ContextReason reason);  // why a message was sent or not: "Memory is off"
std::string memory_in_full(const LaneRequest& lane);  // "memory on: the last 4 messages"
std::string turn_title(const ShownTurn& turn);        // "Turn 6  ·  sent 7 of 12"
std::string window(const ContextReport& context);     // "412 of 8,192 tokens"
std::string part(WindowPartKind kind);                // "Room for the answer"

// What stands under a row of the list: its reason, or what was done to it since; may be empty.
std::string row_note(const ContextRow& row);
std::string row_name(const ContextRow& row);  // for a screen reader, all that the row shows

std::string exactness(const AnswerRecord& record);    // of the request that is shown
std::string time_left(std::int64_t seconds);          // "59:12", "1:02:03", "3 days"
std::string usage(const Usage& usage);                // "398 in, 12 out"
std::string attempt(const UpstreamAttempt& attempt);  // "Ollama: 503 after 1.2 s"

}  // namespace magic::words
