// The paths of the HTTP API, once, for the side that serves them and the side that calls them.
// On the UI's port the same paths stand behind kApiPrefix.
#pragma once

#include <string>
#include <string_view>

namespace magic::api {

inline constexpr std::string_view kApiPrefix = "/api";
inline constexpr std::string_view kHealth = "/";
inline constexpr std::string_view kChat = "/chat";
inline constexpr std::string_view kCompare = "/compare";
inline constexpr std::string_view kClearSession = "/clear-session";
inline constexpr std::string_view kSessions = "/sessions";
inline constexpr std::string_view kProviders = "/providers";
inline constexpr std::string_view kModels = "/models";

inline std::string session(std::string_view session_id) {
  return std::string(kSessions) + "/" + std::string(session_id);
}

// Query: after=<message id> and limit=<1..500>, both optional.
inline std::string messages(std::string_view session_id) {
  return session(session_id) + "/messages";
}

inline std::string turn(std::string_view session_id, std::string_view turn_id) {
  return session(session_id) + "/turns/" + std::string(turn_id);
}

inline std::string events(std::string_view session_id) { return session(session_id) + "/events"; }

}  // namespace magic::api
