// What can be done with a message at once, as a row of pictures: copy, answer again, inspect, and
// paging through the answers.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/model/chat_model.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/theme.h"

namespace magic {

// What can be done with a message now.
struct MessageOffers {
  bool retry = false;       // what went wrong
  bool regenerate = false;  // ask for another answer
  bool choose = false;      // page through the answers
  bool edit = false;        // write the question anew

  bool operator==(const MessageOffers&) const = default;
};

class MessageTools {
 public:
  // Under an answer.
  static float width(const Entry& entry, const MessageOffers& offers);
  void draw(const Entry& entry, const MessageOffers& offers, ImVec2 at, const Look& look,
            Actions& actions);
  // `quiet`: seen only when it is hovered or focused.
  void draw_copy(const Entry& entry, ImVec2 at, bool quiet, const Look& look, Actions& actions);

 private:
  void draw_pager(const Entry& entry, std::size_t shown, bool may_choose, ImVec2 at,
                  const Look& look, Actions& actions);

  double copied_at_ = -10;  // seconds
};

}  // namespace magic
