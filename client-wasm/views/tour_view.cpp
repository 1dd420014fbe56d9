#include "client-wasm/views/tour_view.h"

namespace magic {

void TourView::draw(const TourModel&, const ChatModel&, ImVec2, ImVec2, const Look&, Actions&) {}

}  // namespace magic
