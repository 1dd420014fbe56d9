// The whole window: side panel, conversation, notice, composer and switches, for wide and narrow.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/model/app_model.h"
#include "client-wasm/model/settings.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/compare_view.h"
#include "client-wasm/views/composer.h"
#include "client-wasm/views/conversation_view.h"
#include "client-wasm/views/inspector_view.h"
#include "client-wasm/views/options_row.h"
#include "client-wasm/views/settings_sheet.h"
#include "client-wasm/views/side_panel.h"
#include "client-wasm/views/tour_view.h"

namespace magic {

class Screen {
 public:
  // Draws one frame and returns what the person asked for in it.
  Actions draw(const AppModel& parts, const Look& look);

  void show_latest() { conversation_.follow(); }
  // When there must be another frame though nothing happens; -1: not.
  int next_frame_ms() const;

 private:
  float draw_top_bar(const AppModel& parts, ImVec2 min, ImVec2 max, const Look& look,
                     Actions& actions);
  float draw_head(const AppModel& parts, ImVec2 min, ImVec2 max, const Look& look,
                  Actions& actions);
  float draw_part_buttons(const AppModel& parts, ImVec2 right, float height, const Look& look,
                          Actions& actions);
  void draw_main(const AppModel& parts, ImVec2 min, ImVec2 max, const Look& look, Actions& actions);
  void draw_chat(const ChatModel& model, ImVec2 min, ImVec2 max, const Look& look,
                 Actions& actions);
  void draw_drawer(const AppModel& parts, ImVec2 min, ImVec2 max, const Look& look,
                   Actions& actions);

  void take_app_key(const AppModel& parts, bool narrow, Actions& actions);
  void open_sheet(const char* id);
  void draw_sheets(const AppModel& parts, const Look& look, Actions& actions);
  void return_focus(const Actions& actions);

  ConversationView conversation_;
  Composer composer_;
  OptionsRow options_;
  SidePanel side_panel_;
  InspectorView inspector_;
  CompareView compare_;
  TourView tour_;
  SettingsSheet settings_;
  const char* wanted_sheet_ = nullptr;
  bool uncovering_focuses_ = true;  // the message
  bool drawer_open_ = false;
  bool drawer_focused_ = false;
  bool covered_ = false;  // by a popover
};

}  // namespace magic
