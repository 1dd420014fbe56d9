#include "client-wasm/platform/desktop_options.h"

#include <charconv>
#include <cstddef>
#include <utility>

#include "shared/session_id.h"

namespace magic {
namespace {

Error wrong(std::string words) { return {ErrorCode::invalid_field, std::move(words)}; }

}  // namespace

std::string_view desktop_help() {
  return R"(Usage: chat-desktop [OPTION]...

Memory Magic in a window of its own. It needs a proxy, which holds the keys and talks to the models.

  --proxy URL      where the proxy is (default: PROXY_URL in the environment, else the one in the
                   settings, else http://127.0.0.1:9090)
  --standalone     when nothing answers there, start the proxy that was installed with this
                   program, and stop it at the end
  --session ID     open this conversation instead of the last one
  --help           this text
)";
}

Result<DesktopOptions> desktop_options(
    const std::vector<std::string>& arguments,
    const std::function<std::string(const char* name)>& environment, const std::string& kept_url) {
  DesktopOptions options;
  options.proxy_url = proxy_place(kept_url) ? kept_url : "http://127.0.0.1:9090";
  if (const std::string url = environment("PROXY_URL"); !url.empty()) options.proxy_url = url;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    std::string name = arguments[at];
    std::string value;
    bool has_value = false;
    if (const std::size_t equals = name.find('='); equals != std::string::npos) {
      value = name.substr(equals + 1);
      name.resize(equals);
      has_value = true;
    }
    const bool takes_value = name == "--proxy" || name == "--session";
    if (takes_value && !has_value && at + 1 < arguments.size()) {
      value = arguments[++at];
      has_value = true;
    }
    if (takes_value && value.empty()) return wrong(name + " needs a value; --help says which.");
    if (!takes_value && has_value) return wrong(name + " takes no value.");
    if (name == "--proxy")
      options.proxy_url = value;
    else if (name == "--session")
      options.session_id = value;
    else if (name == "--standalone")
      options.standalone = true;
    else if (name == "--help" || name == "-h")
      options.help = true;
    else
      return wrong("There is no option '" + name + "'; --help lists them all.");
  }
  if (const auto place = proxy_place(options.proxy_url); !place) return place.error();
  if (!options.session_id.empty() && !is_valid_session_id(options.session_id))
    return wrong("'" + options.session_id + "' is no session id.");
  return options;
}

Result<ProxyPlace> proxy_place(const std::string& url) {
  const Error no_address =
      wrong("'" + url + "' is no address of a proxy; one looks like http://127.0.0.1:9090.");
  ProxyPlace place;
  std::string_view rest = url;
  if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
    place.port = 80;
  } else if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
    place.port = 443;
  } else {
    return no_address;
  }
  rest = rest.substr(0, rest.find('/'));
  const std::size_t bracket = rest.starts_with('[') ? rest.find(']') : std::string_view::npos;
  const std::size_t colon = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
  place.host = rest.substr(0, colon);
  if (place.host.empty() || place.host.find_first_of(" @?#") != std::string::npos)
    return no_address;
  if (colon != std::string_view::npos) {
    const std::string_view digits = rest.substr(colon + 1);
    const auto [stop, problem] =
        std::from_chars(digits.data(), digits.data() + digits.size(), place.port);
    if (problem != std::errc{} || stop != digits.data() + digits.size() || place.port < 1 ||
        place.port > 65535)
      return no_address;
  }
  place.on_this_machine =
      place.host == "localhost" || place.host == "127.0.0.1" || place.host == "[::1]";
  if (bracket != std::string_view::npos) place.host = place.host.substr(1, bracket - 1);
  return place;
}

}  // namespace magic
