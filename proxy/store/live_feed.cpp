#include "proxy/store/live_feed.h"

#include <array>
#include <utility>

namespace magic {
namespace {

using Kind = LiveEvent::Kind;

constexpr std::array<std::pair<Kind, std::string_view>, 10> kNames{{
    {Kind::message, "message"},
    {Kind::delta, "delta"},
    {Kind::reasoning, "reasoning"},
    {Kind::marked, "marked"},
    {Kind::deleted, "deleted"},
    {Kind::chosen, "chosen"},
    {Kind::session, "session"},
    {Kind::cleared, "cleared"},
    {Kind::expired, "expired"},
    {Kind::missed, "missed"},
}};

}  // namespace

bool is_piece_of(const LiveEvent& event, const std::string& turn_id) {
  return event.turn == turn_id && (event.kind == Kind::delta || event.kind == Kind::reasoning);
}

std::string_view name_of(LiveEvent::Kind kind) {
  for (const auto& [known, name] : kNames)
    if (known == kind) return name;
  return {};
}

std::optional<LiveEvent::Kind> live_event_kind_from(std::string_view name) {
  for (const auto& [kind, known] : kNames)
    if (known == name) return kind;
  return std::nullopt;
}

}  // namespace magic
