#include "shared/names.h"

#include <array>
#include <cstddef>

namespace magic {
namespace {

// One table per enum, in the enum's order: both directions come from the same place.
constexpr std::array<std::string_view, 2> kModes{"stateless", "stateful"};
constexpr std::array<std::string_view, 3> kProviders{"chatgpt", "ollama", "demo"};
constexpr std::array<std::string_view, 2> kRoles{"user", "assistant"};
constexpr std::array<std::string_view, 7> kEndings{
    "completed", "length", "filtered", "refused", "cancelled", "upstream_error", "disconnected"};
constexpr std::array<std::string_view, 6> kStrategies{"none",         "full",    "last_n",
                                                      "token_budget", "summary", "provider"};
constexpr std::array<std::string_view, 13> kReasons{
    "new_message", "history",       "pinned",   "stateless", "window",      "last_n",     "budget",
    "summarized",  "provider_held", "excluded", "no_answer", "no_question", "not_current"};
constexpr std::array<std::string_view, 19> kErrorCodes{"bad_json",
                                                       "invalid_field",
                                                       "unsupported_media_type",
                                                       "payload_too_large",
                                                       "not_found",
                                                       "unauthorized",
                                                       "forbidden",
                                                       "conflict",
                                                       "session_busy",
                                                       "rate_limited",
                                                       "quota_exceeded",
                                                       "overloaded",
                                                       "provider_unavailable",
                                                       "upstream_error",
                                                       "upstream_timeout",
                                                       "store_unavailable",
                                                       "cancelled",
                                                       "network",
                                                       "internal"};

static_assert(kModes.size() == static_cast<std::size_t>(Mode::stateful) + 1);
static_assert(kProviders.size() == static_cast<std::size_t>(ProviderId::demo) + 1);
static_assert(kRoles.size() == static_cast<std::size_t>(Role::assistant) + 1);
static_assert(kEndings.size() == static_cast<std::size_t>(Ending::disconnected) + 1);
static_assert(kStrategies.size() == static_cast<std::size_t>(MemoryStrategy::provider) + 1);
static_assert(kReasons.size() == static_cast<std::size_t>(ContextReason::not_current) + 1);
static_assert(kErrorCodes.size() == static_cast<std::size_t>(ErrorCode::internal) + 1);

template <class Enum, std::size_t N>
std::string_view name_in(const std::array<std::string_view, N>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

template <class Enum, std::size_t N>
std::optional<Enum> find_in(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Mode mode) { return name_in(kModes, mode); }
std::string_view name_of(ProviderId provider) { return name_in(kProviders, provider); }
std::string_view name_of(Role role) { return name_in(kRoles, role); }
std::string_view name_of(Ending ending) { return name_in(kEndings, ending); }
std::string_view name_of(MemoryStrategy strategy) { return name_in(kStrategies, strategy); }
std::string_view name_of(ContextReason reason) { return name_in(kReasons, reason); }
std::string_view name_of(ErrorCode code) { return name_in(kErrorCodes, code); }

std::optional<Mode> mode_from(std::string_view name) { return find_in<Mode>(kModes, name); }
std::optional<ProviderId> provider_from(std::string_view name) {
  return find_in<ProviderId>(kProviders, name);
}
std::optional<Role> role_from(std::string_view name) { return find_in<Role>(kRoles, name); }
std::optional<Ending> ending_from(std::string_view name) { return find_in<Ending>(kEndings, name); }
std::optional<MemoryStrategy> memory_strategy_from(std::string_view name) {
  return find_in<MemoryStrategy>(kStrategies, name);
}
std::optional<ContextReason> context_reason_from(std::string_view name) {
  return find_in<ContextReason>(kReasons, name);
}
std::optional<ErrorCode> error_code_from(std::string_view name) {
  return find_in<ErrorCode>(kErrorCodes, name);
}

}  // namespace magic
