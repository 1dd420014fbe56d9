// The file of the tour (assets/tour/scenarios.json), for the UI and the tour command.
//
// {"scenarios":[{"id","title","shows"[,"only_with"][,"needs_two_providers"],"steps":[step, ...]}]}
//   id:                  a-z, 0-9 and -, each once
//   shows:               one sentence: what it shows
//   only_with:           a provider's name; elsewhere the scenario is skipped
//   needs_two_providers: true: skipped where only one is available
// A step says something:
//   {"say"[,"mode"][,"memory"][,"with"][,"expect"][,"sentence"]}
//   mode, memory: as in POST /chat, with its defaults
//   with:         the provider: "chosen" (the one that the person runs the tour with) or "other" (another one
//                 that is available; the chosen one where there is none)
//   expect:       {["contains_any":[text,...]][,"not_contains":[text,...]]   in any case of letters
//                  [,"sent":[step,...]][,"left_out":[step,...]]}
//                 the messages of these steps were, or were not, sent to the model word for word
//   sentence:     what there is to see in it
// or marks the message of an earlier step:
//   {"pin":step[,"sentence"]}, {"exclude":step...}, {"unmark":step...}
// Steps are counted from 1 in the file, and must be earlier ones that say something.
// Errors: bad_json, or invalid_field naming the field ("scenarios[2].steps[0].expect.sent").
// Thread rule: pure functions.
#pragma once

#include <string_view>
#include <vector>

#include "shared/result.h"
#include "shared/tour.h"

namespace magic {

Result<std::vector<TourScenario>> tour_from_json(std::string_view json);

}  // namespace magic
