#include "client-wasm/screen_reader.h"

#include <algorithm>
#include <string>
#include <vector>

#include "client-wasm/model/shown_text.h"
#include "client-wasm/views/compare_words.h"
#include "client-wasm/views/words.h"
#include "client-wasm/words/say.h"

namespace magic {
namespace {

constexpr std::size_t kMostMessages = 200;

std::size_t first_told(const Entries& entries) {
  return entries.size() - std::min(entries.size(), kMostMessages);
}

// Changes with everything that the log holds.
std::uint64_t revision_of(const Entries& entries, const CompareModel& compare) {
  std::uint64_t revision = entries.size();
  for (std::size_t i = first_told(entries); i < entries.size(); ++i)
    revision += static_cast<std::uint64_t>(entries[i].revision) +
                std::uint64_t{1000} * static_cast<std::uint64_t>(entries[i].key);
  // While the comparison's page is open, its answers are read too.
  if (!compare.open) return revision;
  revision += std::uint64_t{1} << 40;
  for (const CompareLane& lane : compare.lanes)
    revision += static_cast<std::uint64_t>(lane.revision) + 1;
  return revision;
}

SpokenMessage spoken(const Entry& entry) {
  const bool is_user = entry.message.role == Role::user;
  const bool finished = entry.state != EntryState::waiting && entry.state != EntryState::streaming;
  return {std::to_string(entry.key), say(is_user ? Word::you : Word::assistant),
          shown_text(entry.message.text), finished};
}

SpokenMessage spoken(const CompareLane& lane) {
  return {"lane-" + std::to_string(lane.slot), words::lane_name(lane.slot),
          shown_text(lane.answer.text), lane.state == LaneState::settled};
}

}  // namespace

void ScreenReader::tell(const ChatModel& chat, const CompareModel& compare, Platform& platform) {
  const Entries& entries = chat.entries;
  const std::uint64_t revision = revision_of(entries, compare);
  if (revision != told_revision_) {
    told_revision_ = revision;
    std::vector<SpokenMessage> log;
    for (std::size_t i = first_told(entries); i < entries.size(); ++i)
      log.push_back(spoken(entries[i]));
    for (const CompareLane& lane : compare.lanes)
      if (compare.open && lane.state != LaneState::idle) log.push_back(spoken(lane));
    platform.set_spoken_messages(log);
  }
  // After the end of the answer that it tells of.
  const words::Notice notice = words::notice(chat);
  if (const auto news = announcer_.update(chat, notice.text, notice.is_error))
    platform.announce(news->words, news->urgent);
}

}  // namespace magic
