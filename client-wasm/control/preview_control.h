// Keeps the preview of what would be sent now: asked for when switches, options or the conversation
// change, and when typing rests. Never more than one question is under way.
// Thread rule: UI thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "client-wasm/control/control.h"
#include "client-wasm/model/options.h"

namespace magic {

class PreviewControl {
 public:
  using Clock = std::chrono::steady_clock;
  // `now` is for tests.
  explicit PreviewControl(ControlContext context,
                          std::function<Clock::time_point()> now = &Clock::now)
      : context_(std::move(context)), now_(std::move(now)) {}

  // Called at each tick of the app. Returns in how many ms it wants the next one; -1: never.
  int tick();

 private:
  // All that the answer depends on.
  struct Question {
    std::string session_id;
    LaneRequest lane;
    std::string draft;
    std::size_t entries = 0;
    int revisions = 0;  // of all entries together

    bool operator==(const Question&) const = default;
  };
  Question question();
  void ask(const Question& question);

  ControlContext context_;
  std::function<Clock::time_point()> now_;
  std::optional<Question> asked_;  // the last one
  bool asking_ = false;
  std::string seen_draft_;
  std::uint64_t seen_changes_ = 0;  // of the entries, when revisions_ was summed
  int revisions_ = 0;
  Clock::time_point draft_rests_at_{};
};

}  // namespace magic
