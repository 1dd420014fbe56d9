// What a person asks of what one turn was sent, and why.
// Thread rule: plain values.
#pragma once

#include <variant>

namespace magic {

namespace action {
struct ShowInspector {
  bool open = true;
};
}  // namespace action

using InspectorAction = std::variant<action::ShowInspector>;

}  // namespace magic
