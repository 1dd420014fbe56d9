// The tour in words. Pure functions; no Dear ImGui.
#pragma once

#include <optional>
#include <string>

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/tour.h"

namespace magic::words {

// "Passed", "Failed: Expected the answer ...", "Step 2 of 4"; empty: it has not run.
std::string verdict(const std::optional<TourRun>& run);
// "passed", "failed", "running", "not run yet"
std::string short_verdict(const std::optional<TourRun>& run);
// "memory off  ·  Demo"; without the provider before it is begun. `run` may be nullptr.
std::string tour_step(const TourStep& step, const TourStepRun* run);

// Why no scenario can be run now, and what to do; empty: they can.
std::string tour_block(const ChatModel& chat, ProviderId provider);
// Where the messages go, and which other provider takes part.
std::string tour_providers(const ChatModel& chat, ProviderId provider);

}  // namespace magic::words
