#include "client-wasm/views/inspector_view.h"

namespace magic {

void InspectorView::draw(const InspectorModel&, const ChatModel&, ImVec2, ImVec2, const Look&,
                         Actions&) {}

}  // namespace magic
