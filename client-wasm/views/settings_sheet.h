// The sheet of settings: how the UI looks, and where the proxy is, where that can be said.
//
// Thread rule: UI thread.
#pragma once

#include <string>

#include "client-wasm/model/app_model.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/column.h"

namespace magic {

class SettingsSheet {
 public:
  static constexpr const char* kId = "Settings";  // for ImGui::OpenPopup

  // True: the shortcuts are wanted in its place.
  bool draw(const AppModel& parts, const Look& look, Actions& actions);

 private:
  void draw_proxy(const AppModel& parts, Column& column, Actions& actions);

  std::string address_, token_;  // as they are being written
  std::string shown_address_;    // what address_ was taken from
};

}  // namespace magic
