// The stored messages of a turn, each as sent or left out with the reason; one of them unfolded,
// with what can be done with it.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <string>

#include "client-wasm/model/context_rows.h"
#include "client-wasm/model/inspector.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/column.h"
#include "client-wasm/views/what_if_view.h"

namespace magic {

class ContextList {
 public:
  void draw(Column& column, const InspectorModel& model, const ChatModel& chat,
            const ShownTurn& shown, Actions& actions);

 private:
  void draw_row(Column& column, const ContextRow& row, bool open, Actions& actions);
  void draw_actions(Column& column, const ContextRow& row, const InspectorModel& model,
                    const ChatModel& chat, const ShownTurn& shown, Actions& actions);

  std::string all_of_turn_;  // whose long list is shown whole
  std::string confirming_;   // the message that may be deleted with the next click
  WhatIfView what_if_;
};

}  // namespace magic
