// What happens to one turn, in order, as the UI hears of it.
//
// TurnQueued comes first and as often as the line in front of the turn changes; then TurnStarted,
// again before the first piece when what is sent has changed; then pieces; the turn ends with exactly
// one of TurnDone, TurnFailed, TurnStopped. A turn that was refused, or that could not be sent, has
// only its end. Thread rule: plain values.
#pragma once

#include <string>
#include <variant>

#include "shared/chat_types.h"

namespace magic {

struct TurnQueued {
  int ahead = 0;  // turns of the session before this one
};
struct TurnStarted {
  TurnStart start;  // the user's message is stored
};
struct ReasoningPiece {
  std::string text;
};
struct TextPiece {
  std::string text;
};
struct TurnDone {
  ChatAnswer answer;  // as stored
};
struct TurnFailed {
  ChatFailure failure;  // ErrorCode::network: the proxy was not reached, or the connection broke
};
struct TurnStopped {};  // by the person

using ChatEvent = std::variant<TurnQueued, TurnStarted, ReasoningPiece, TextPiece, TurnDone,
                               TurnFailed, TurnStopped>;

}  // namespace magic
