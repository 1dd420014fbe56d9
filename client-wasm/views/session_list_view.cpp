#include "client-wasm/views/session_list_view.h"

namespace magic {

void SessionListView::draw(const SessionListModel&, const ChatModel&, ImVec2, ImVec2, const Look&,
                           Actions&) {}

}  // namespace magic
