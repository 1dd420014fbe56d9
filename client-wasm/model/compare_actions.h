// What a person asks of one message to several lanes at once.
// Thread rule: plain values.
#pragma once

#include <variant>

namespace magic {

namespace action {
struct ShowCompare {
  bool open = true;
};
}  // namespace action

using CompareAction = std::variant<action::ShowCompare>;

}  // namespace magic
