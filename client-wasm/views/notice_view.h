// The strip above the composer that says what does not work and what to do: no connection, Redis
// away, a provider without its key. Nothing is drawn while all is well.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include "client-wasm/views/action.h"
#include "client-wasm/views/text_layout.h"
#include "client-wasm/views/words.h"

namespace magic {

float notice_height(const words::Notice& notice, float width, const Look& look);
void draw_notice(const words::Notice& notice, ImVec2 at, float width, const Look& look,
                 Actions& actions);

}  // namespace magic
