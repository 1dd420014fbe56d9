// What a person asks of what one turn was sent, and why.
// Thread rule: plain values.
#pragma once

#include <string>
#include <variant>

#include "shared/session_requests.h"

namespace magic {

namespace action {
struct ShowInspector {
  bool open = true;
};
// Opens it for this answer; without a turn: for the last one, whichever that is.
struct InspectTurn {
  std::string turn_id;
  std::string answer_id;  // empty: the one that counts
};
struct UnfoldMessage {
  std::string message_id;  // empty: none
};
struct MarkMessage {
  std::string message_id;
  MessagePatchRequest marks;
};
struct DeleteMessage {
  std::string message_id;
};
// "What if it were not there?": the answer that is shown, without this message.
struct AskWithout {
  std::string message_id;
};
struct ChooseAnswer {
  std::string answer_id;  // counts from now on
};
struct ReadTurnAgain {};
// Whether the time that the session has left is on the screen: only then it is counted.
struct ShowTimeLeft {
  bool visible = true;
};
}  // namespace action

using InspectorAction =
    std::variant<action::ShowInspector, action::InspectTurn, action::UnfoldMessage,
                 action::MarkMessage, action::DeleteMessage, action::AskWithout,
                 action::ChooseAnswer, action::ReadTurnAgain, action::ShowTimeLeft>;

}  // namespace magic
