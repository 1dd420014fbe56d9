// A session id is 1 to 128 of A-Z a-z 0-9 _ - : it becomes part of a Redis key and of a URL, so
// nothing that means something there is let in.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace magic {

inline constexpr std::size_t kMaxSessionIdBytes = 128;

inline bool is_valid_session_id(std::string_view id) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  };
  return !id.empty() && id.size() <= kMaxSessionIdBytes &&
         std::all_of(id.begin(), id.end(), allowed);
}

// Where bearer tokens are asked for, each has sessions of its own, and the proxy keeps one as
// NAME:ID, with the token's name. Who has the token says and is shown ID only.
inline std::string kept_session_id(std::string_view token_name, std::string_view id) {
  return std::string(token_name).append(1, ':').append(id);
}
inline std::string_view shown_session_id(std::string_view kept) {
  const std::size_t colon = kept.rfind(':');
  return colon == std::string_view::npos ? kept : kept.substr(colon + 1);
}

}  // namespace magic
