// Draws the scenarios that show what memory does: with which provider, all of them, one by one.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <map>
#include <optional>

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/tour.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/theme.h"

namespace magic {

class TourView {
 public:
  void draw(const TourModel& model, const ChatModel& chat, ImVec2 min, ImVec2 max, const Look& look,
            Actions& actions);

 private:
  float draw_head(const TourModel& model, const ChatModel& chat, ImVec2 at, float width,
                  const Look& look, Actions& actions);
  void follow(const TourModel& model, std::size_t scenario, float top);
  bool is_unfolded(const TourModel& model, std::size_t scenario) const;

  // What the person has folded or unfolded himself, by the scenario's index.
  std::map<std::size_t, bool> folded_by_hand_;
  std::optional<std::size_t> followed_;  // the running scenario that was scrolled to
};

}  // namespace magic
