// What a person asks of the list of sessions at the left.
// Thread rule: plain values.
#pragma once

#include <string>
#include <variant>

namespace magic {

namespace action {
struct OpenSession {
  std::string id;
};
}  // namespace action

using SessionListAction = std::variant<action::OpenSession>;

}  // namespace magic
