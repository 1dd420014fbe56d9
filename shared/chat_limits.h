// How long things that are sent to the proxy may be. Sizes are bytes.
// Thread rule: plain values.
#pragma once

#include <cstddef>

namespace magic {

struct ChatLimits {
  std::size_t max_message_bytes = 131072;  // setting MAX_MESSAGE_BYTES
  std::size_t max_instructions_bytes = 131072;
};

inline constexpr std::size_t kMaxTitleBytes = 200;
inline constexpr std::size_t kMaxModelBytes = 200;
inline constexpr std::size_t kMaxClientMessageIdBytes = 128;
inline constexpr std::size_t kMaxWithoutIds = 500;
inline constexpr std::size_t kMinLanes = 2;
inline constexpr std::size_t kMaxLanes = 4;

// A session takes no further question past either. It can be exported and imported as a whole.
inline constexpr int kMaxSessionMessages = 50'000;
inline constexpr std::size_t kMaxSessionBytes = std::size_t{256} * 1024 * 1024;  // as stored

// An imported session. An answer may be as long as the longest that a provider's stream is read
// for (LineBuffer's limit).
inline constexpr std::size_t kMaxImportedMessages = kMaxSessionMessages;
inline constexpr std::size_t kMaxImportedAnswerBytes = 4 * 1024 * 1024;
inline constexpr int kMaxImportedAttempt = 9'999;

}  // namespace magic
