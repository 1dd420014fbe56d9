// What a person asks of the scenarios that show what memory does.
// Thread rule: plain values.
#pragma once

#include <cstddef>
#include <variant>

#include "shared/names.h"

namespace magic {

namespace action {
struct ShowTour {
  bool open = true;
};
struct RunScenario {
  std::size_t scenario = 0;  // its index
};
struct RunTour {};  // all of them
struct StopTour {};
struct ChooseTourProvider {
  ProviderId provider = ProviderId::demo;
};
struct OpenTourSession {
  std::size_t scenario = 0;  // the session that its last run used
};
}  // namespace action

using TourAction =
    std::variant<action::ShowTour, action::RunScenario, action::RunTour, action::StopTour,
                 action::ChooseTourProvider, action::OpenTourSession>;

}  // namespace magic
