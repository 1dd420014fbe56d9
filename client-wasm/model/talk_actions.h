// What a person asks of the conversation beside sending: other answers, editing, options, the lock.
// Thread rule: plain values.
#pragma once

#include <cstddef>
#include <variant>

#include "client-wasm/model/options.h"

namespace magic {

namespace action {
struct ShowAnswer {
  int entry_key = 0;
  std::size_t index = 0;  // into Entry::versions
};
struct Regenerate {
  int entry_key = 0;
};
struct UnfoldReasoning {
  int entry_key = 0;
  bool open = false;
};
struct EditLast {};
struct CancelEdit {};
struct ChangeOptions {
  Options options;
};
struct LoadModels {};  // a chooser was opened
struct LockToLocal {
  bool locked = false;
};
// The answer to "this chat is locked to this machine".
struct AnswerCloudQuestion {
  bool unlock = false;
};
struct DismissActionError {};
}  // namespace action

using TalkAction =
    std::variant<action::ShowAnswer, action::Regenerate, action::UnfoldReasoning, action::EditLast,
                 action::CancelEdit, action::ChangeOptions, action::LoadModels, action::LockToLocal,
                 action::AnswerCloudQuestion, action::DismissActionError>;

}  // namespace magic
