#include "client-wasm/control/compare_control.h"

namespace magic {

void CompareControl::perform(const CompareAction& wanted) {
  if (const auto* show = std::get_if<action::ShowCompare>(&wanted)) model_.open = show->open;
}

int CompareControl::tick() { return -1; }

}  // namespace magic
