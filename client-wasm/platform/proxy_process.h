// A proxy of the desktop program's own, for --standalone.
//
// Thread rule: one thread; start it before any other thread exists.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "client-wasm/platform/desktop_options.h"
#include "shared/result.h"

namespace magic {

// Whether anything accepts connections there. Takes 2 s at most.
bool answers(const ProxyPlace& place);

// The chat-proxy that was installed or built with this program; empty: there is none.
std::string find_proxy_program();

class ProxyProcess {
 public:
  // Starts `program` on the place's port, without a UI of its own, and waits until it answers (10 s
  // at most). What it says goes into `log_path`, or nowhere when that is empty. It ends when this
  // program does, however that ends.
  //
  // Errors: internal, a sentence that says what to do.
  static Result<std::unique_ptr<ProxyProcess>> start(const std::string& program,
                                                     const ProxyPlace& place,
                                                     const std::string& log_path);
  // Asks it to stop, and insists after 10 s.
  ~ProxyProcess();
  ProxyProcess(const ProxyProcess&) = delete;
  ProxyProcess& operator=(const ProxyProcess&) = delete;

 private:
  explicit ProxyProcess(pid_t pid) : pid_(pid) {}
  bool has_ended();

  pid_t pid_;  // 0: it has ended
};

// $XDG_STATE_HOME/memory-magic/proxy.log, or the like under the home folder; empty when there is no
// home.
std::string default_proxy_log_path();

}  // namespace magic
