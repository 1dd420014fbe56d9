// The region at the left (a drawer on a narrow window): the sessions, this chat, what is connected,
// and the way to the settings.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <utility>

#include "client-wasm/model/app_model.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/session_list_view.h"
#include "client-wasm/views/theme.h"

namespace magic {

class SidePanel {
 public:
  void draw(const AppModel& parts, ImVec2 min, ImVec2 max, const Look& look, Actions& actions);

  void search() { sessions_.take_focus(); }
  bool wants_settings() { return std::exchange(wants_settings_, false); }  // since the last call

  // A field of it keeps the focus.
  bool is_being_written_in() const { return sessions_.is_renaming(); }

 private:
  float draw_chat(const ChatModel& model, ImVec2 at, float width, const Look& look,
                  Actions& actions);
  float draw_connection(const ChatModel& model, ImVec2 at, float width, const Look& look);

  SessionListView sessions_;
  bool wants_settings_ = false;
  bool confirming_clear_ = false;
  double copied_at_ = -10;
  float rest_ = 280;  // height of what stands below the list, as drawn the last time
};

}  // namespace magic
