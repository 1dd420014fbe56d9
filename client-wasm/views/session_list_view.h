// Draws the list of sessions at the left: the search, the sessions by day, what can be done with
// each, and below them what was done.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <string>

#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/session_list.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/theme.h"

namespace magic {

class SessionListView {
 public:
  void draw(const SessionListModel& model, const ChatModel& chat, ImVec2 min, ImVec2 max,
            const Look& look, Actions& actions);

  void take_focus() { search_begins_ = true; }  // in the search

  // A title is being written: the focus is there.
  bool is_renaming() const { return !renaming_.empty(); }

 private:
  void draw_head(const SessionListModel& model, ImVec2 at, float width, const Look& look,
                 Actions& actions);
  float draw_notice(const SessionListNotice& notice, ImVec2 min, ImVec2 max, const Look& look,
                    Actions& actions);
  void draw_list(const SessionListModel& model, const ChatModel& chat, ImVec2 min, ImVec2 max,
                 const Look& look, Actions& actions);
  void draw_row(const SessionListModel& model, const SessionInfo& session, bool is_open, ImVec2 at,
                float width, const Look& look, Actions& actions);
  void draw_rename(const SessionInfo& session, ImVec2 at, float width, const Look& look,
                   Actions& actions);
  void draw_menu(const SessionInfo& session, const Look& look, Actions& actions);

  std::string search_;
  bool search_begins_ = false;
  std::string renaming_;   // id of the session whose title is being edited
  std::string new_title_;  // as edited
  bool rename_begins_ = false;
};

}  // namespace magic
