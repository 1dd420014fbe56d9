// Carries out what is asked of the list of sessions at the left, and keeps the list fresh while
// somebody sees it.
//
// A deletion is carried out when the time for "Undo" is over, or when the person turns away before.
// Thread rule: UI thread.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "client-wasm/control/control.h"
#include "client-wasm/model/session_list.h"
#include "client-wasm/model/session_list_actions.h"
#include "client-wasm/words/say.h"

namespace magic {

// Files as the platform has them.
struct SessionFiles {
  // Returns where it went; empty: where the browser puts what is downloaded.
  std::function<Result<std::string>(const std::string& name, const std::string& media_type,
                                    const std::string& bytes)>
      save;
  // Asks the person for a file, which then comes to take_file(). False: it can only be dropped.
  std::function<bool()> choose;
};

class SessionListControl {
 public:
  SessionListControl(ControlContext context, SessionFiles files)
      : context_(std::move(context)), files_(std::move(files)) {}

  void perform(const SessionListAction& wanted);
  // Called at each tick of the app. Returns in how many ms it wants the next one; -1: never.
  int tick();

  // A file that the person chose, or dropped on the window.
  void take_file(const std::string& name, const std::string& bytes);
  // The proxy has told of a session.
  void take_session(const SessionInfo& session);
  // Before the program ends: begins what cannot wait any more. is_busy() until it is done.
  void leave() { carry_out_deletion(); }
  bool is_busy() const { return deletions_under_way_ > 0; }

  const SessionListModel& model() const { return model_; }

 private:
  using Clock = std::chrono::steady_clock;

  void watch_chat();
  void read_list();
  void read_soon(int ms);
  void take_time();
  void rename(const action::RenameSession& wanted);
  void begin_to_delete(const std::string& id);
  void undo();
  void carry_out_deletion();
  void save(const action::ExportSession& wanted);
  void tell(SessionListNotice notice, std::chrono::milliseconds shown);
  void tell_failure(Word what, const Error& error);

  ControlContext context_;
  SessionFiles files_;
  SessionListModel model_;
  Attention attention_ = Attention::hidden;
  std::string chat_seen_;  // what of the chat the list was read for
  bool asking_ = false;
  int changes_ = 0;  // made from here: a list that was asked for before one is out of date
  int deletions_under_way_ = 0;
  Clock::time_point next_read_;
  Clock::time_point notice_ends_;
};

}  // namespace magic
