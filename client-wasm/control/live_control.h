// Keeps the session that is open in step with what others do in it: one event stream for it, opened
// again where it ended, as long as somebody sees the window.
//
// A browser has six connections to a server for all its tabs, so a hidden one gives its up.
// Thread rule: UI thread.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "client-wasm/control/control.h"
#include "shared/session_event.h"

namespace magic {

class LiveControl {
 public:
  using OnSession = std::function<void(const SessionInfo&)>;  // its title or the like has changed
  LiveControl(ControlContext context, OnSession on_session)
      : context_(std::move(context)), on_session_(std::move(on_session)) {}

  // As the other controls' tick().
  int tick();

 private:
  using Clock = std::chrono::steady_clock;

  void follow_session();
  void hang_up();
  void connect();
  void ended();
  void take(const SessionEvent& event);
  void retry_held();
  void read_again_when_possible();
  void read_on(const std::string& after);

  ControlContext context_;
  OnSession on_session_;
  std::string session_id_;  // the one that is watched
  std::optional<RequestId> stream_;
  int stream_number_ = 0;           // handlers of earlier streams do nothing
  std::string last_event_;          // to go on from
  std::deque<SessionEvent> held_;   // that could not be told yet
  bool reload_wanted_ = false;      // events were lost
  bool reading_on_wanted_ = false;  // what was stored just before the stream was open
  int failures_ = 0;
  Clock::time_point next_try_;
};

}  // namespace magic
