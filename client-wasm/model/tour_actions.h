// What a person asks of the scenarios that show what memory does.
// Thread rule: plain values.
#pragma once

#include <variant>

namespace magic {

namespace action {
struct ShowTour {
  bool open = true;
};
}  // namespace action

using TourAction = std::variant<action::ShowTour>;

}  // namespace magic
