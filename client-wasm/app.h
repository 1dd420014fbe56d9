// The UI wired together. A tick takes what has arrived and asks what time asks for; a frame draws
// the model and carries out what the person asked for.
//
// Thread rule: UI thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "client-wasm/api/proxy_api.h"
#include "client-wasm/control/chat_control.h"
#include "client-wasm/control/compare_control.h"
#include "client-wasm/control/inspector_control.h"
#include "client-wasm/control/live_control.h"
#include "client-wasm/control/preview_control.h"
#include "client-wasm/control/session_list_control.h"
#include "client-wasm/control/talk_control.h"
#include "client-wasm/control/tour_control.h"
#include "client-wasm/model/app_model.h"
#include "client-wasm/model/chat_model.h"
#include "client-wasm/model/settings.h"
#include "client-wasm/model/turns.h"
#include "client-wasm/model/window_title.h"
#include "client-wasm/platform/platform.h"
#include "client-wasm/screen_reader.h"
#include "client-wasm/views/screen.h"

namespace magic {

class App {
 public:
  // The platform must outlive this.
  explicit App(Platform& platform);
  ~App();  // carries out what was put off

  TickResult tick();
  FrameWish frame();

 private:
  using Clock = std::chrono::steady_clock;

  ControlContext control_context();
  SessionFiles session_files();
  void open_session(const std::string& session_id);
  void perform(const Action& action);
  void perform_setting(const Action& action);
  void connect_to(const action::ConnectTo& wanted);
  void start_turn(const OutgoingTurn& turn);
  void remember_settings();
  void tell_title();  // seen where the page or window is not
  int next_tick_ms() const;
  int next_frame_ms() const;

  Platform& platform_;
  ChatModel model_;
  Settings saved_;
  int saved_drafts_ = 0;  // their revision
  ThemeChoice theme_ = ThemeChoice::system;
  int text_percent_ = 100;
  std::string language_;
  std::string proxy_problem_;
  Screen screen_;
  WindowTitle title_;
  ScreenReader screen_reader_;
  bool changed_ = false;  // something that is shown, since the last tick
  Clock::time_point draft_changed_;
  Clock::time_point copied_until_;
  std::optional<Clock::time_point> next_part_tick_;
  // After what it reports to, so that what is under way ends first; before those that ask through it.
  ProxyApi api_;
  ChatControl chat_;
  SessionListControl sessions_;
  LiveControl live_;
  InspectorControl inspector_;
  CompareControl compare_;
  TourControl tour_;
  TalkControl talk_;
  PreviewControl preview_;
};

}  // namespace magic
