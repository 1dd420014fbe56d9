// The two switches that the product is about, the row of options, and one line of words on what they
// mean for the next message. Always visible under the composer.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/model/chat_model.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/options_row.h"
#include "client-wasm/views/theme.h"

namespace magic {

float switches_height(const ChatModel& model, float width, const Look& look);
void draw_switches(const ChatModel& model, OptionsRow& options, ImVec2 at, float width,
                   const Look& look, Actions& actions);

}  // namespace magic
