// The paths of the HTTP API, once, for the side that serves them and the side that calls them.
// On the UI's port the same paths stand behind kApiPrefix.
#pragma once

#include <string>
#include <string_view>

namespace magic::api {

inline constexpr std::string_view kApiPrefix = "/api";
inline constexpr std::string_view kHealth = "/";
inline constexpr std::string_view kChat = "/chat";
inline constexpr std::string_view kClearSession = "/clear-session";

// Query: after=<message id> and limit=<1..500>, both optional.
inline std::string messages(std::string_view session_id) {
  return "/sessions/" + std::string(session_id) + "/messages";
}

}  // namespace magic::api
