// What a person asked for. Views return these; app.cpp is the only place that carries them out.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "client-wasm/model/compare_actions.h"
#include "client-wasm/model/inspector_actions.h"
#include "client-wasm/model/session_list_actions.h"
#include "client-wasm/model/settings.h"
#include "client-wasm/model/talk_actions.h"
#include "client-wasm/model/tour_actions.h"
#include "shared/chat_types.h"

namespace magic {

namespace action {
struct ChangeDraft {
  std::string text;
};
struct Send {};
struct Stop {};
struct Retry {
  int entry_key = 0;
};
struct TakeBack {
  int entry_key = 0;
};
struct Copy {
  std::string text;
};
struct ChooseMode {
  Mode mode = Mode::stateless;
};
struct ChooseProvider {
  ProviderId provider = ProviderId::demo;
};
struct ChooseTheme {
  ThemeChoice theme = ThemeChoice::system;
};
struct ChooseTextSize {
  int percent = 100;
};
struct ChooseLanguage {
  std::string code;
};
struct ConnectTo {  // another proxy
  std::string address;
  std::optional<std::string> token;  // absent: as it is
};
struct NewChat {};
struct ClearChat {};
struct ReloadHistory {};
struct OpenLink {
  std::string url;
};
}  // namespace action

using Action =
    std::variant<action::ChangeDraft, action::Send, action::Stop, action::Retry, action::TakeBack,
                 action::Copy, action::ChooseMode, action::ChooseProvider, action::ChooseTheme,
                 action::ChooseTextSize, action::ChooseLanguage, action::ConnectTo, action::NewChat,
                 action::ClearChat, action::ReloadHistory, action::OpenLink, SessionListAction,
                 InspectorAction, CompareAction, TourAction, TalkAction>;
using Actions = std::vector<Action>;

}  // namespace magic
