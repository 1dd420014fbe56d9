// How the desktop program is called. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/result.h"

namespace magic {

struct DesktopOptions {
  std::string proxy_url;
  std::string session_id;   // empty: the one that was open last
  bool standalone = false;  // start a proxy when none answers
  bool help = false;
};

// `environment` gives a variable's value, or an empty text: PROXY_URL stands in for --proxy. Without
// either it is the address kept in the settings, unless that is empty or none.
// Errors: invalid_field, a sentence that names the option.
Result<DesktopOptions> desktop_options(
    const std::vector<std::string>& arguments,
    const std::function<std::string(const char* name)>& environment,
    const std::string& kept_url = {});

std::string_view desktop_help();

// Host and port of "http://127.0.0.1:9090/api"; without a port it is the scheme's.
struct ProxyPlace {
  std::string host;
  int port = 0;
  bool on_this_machine = false;  // by its name: localhost, 127.0.0.1 or [::1]
};
// Errors: invalid_field, saying what an address looks like.
Result<ProxyPlace> proxy_place(const std::string& url);

}  // namespace magic
