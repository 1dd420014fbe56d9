// How one answer was made: what is stored beside its turn, one line for each answer, so that the
// request can be made again and shown. Codec: turn_recipe_json.h.
//
// A recipe holds no message. Its report names them in runs, and those runs stay small however long
// the session is; the messages are read again when somebody asks. So what was deleted is gone from
// what is shown too.
// Thread rule: plain values, pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/providers/provider.h"
#include "shared/chat_types.h"
#include "shared/turn_record.h"

namespace magic {

// Messages that follow each other in the session and went the same way.
struct ItemRun {
  std::string from;  // id of the first one
  std::string to;    // id of the last one
  std::int64_t count = 0;
  bool sent = false;
  ContextReason reason = ContextReason::history;

  bool operator==(const ItemRun&) const = default;
};

struct TurnRecipe {
  LaneRequest request;  // as it was asked for; of a provider that stood in, as it was asked
  std::set<std::string> without;
  std::string model;          // the one that was used
  int max_output_tokens = 0;  // likewise
  bool stream = false;
  double token_factor = 1.0;  // of this model at that time
  ContextReport context;      // its items are in `runs`
  std::vector<ItemRun> runs;  // oldest first
  // Only when they are not the request's with the summary (instructions_with_summary).
  std::optional<std::string> instructions;
  UpstreamTrace trace;
  std::string request_id;

  bool operator==(const TurnRecipe&) const = default;
};

// Puts the items of `report` into runs. The first `apart` items do not follow each other in the
// session (pinned messages from before what was read), so that each is a run of its own.
std::vector<ItemRun> compact(const std::vector<ContextItem>& items, std::size_t apart);

// The items again. `messages` in stored order: at least those from the first run's `from` to the
// last one's `to` that still exist. One that is gone is missing in the result.
std::vector<ContextItem> expand(const std::vector<ItemRun>& runs, double token_factor,
                                const std::vector<Message>& messages);

// recipe.context with its items.
ContextReport report_of(const TurnRecipe& recipe, const std::vector<Message>& messages);

// Sets recipe.instructions if `sent` cannot be made again from the request and the summary.
void keep_instructions(TurnRecipe& recipe, std::string_view sent);

// The prompt as it was sent. nullopt: a message that was sent is gone.
std::optional<Prompt> prompt_of(const TurnRecipe& recipe, const std::vector<Message>& messages);

}  // namespace magic
