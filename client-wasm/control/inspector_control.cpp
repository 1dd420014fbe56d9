#include "client-wasm/control/inspector_control.h"

namespace magic {

void InspectorControl::perform(const InspectorAction& wanted) {
  if (const auto* show = std::get_if<action::ShowInspector>(&wanted)) model_.open = show->open;
}

int InspectorControl::tick() { return -1; }

}  // namespace magic
