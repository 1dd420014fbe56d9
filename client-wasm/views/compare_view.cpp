#include "client-wasm/views/compare_view.h"

namespace magic {

void CompareView::draw(const CompareModel&, const ChatModel&, ImVec2, ImVec2, const Look&,
                       Actions&) {}

}  // namespace magic
