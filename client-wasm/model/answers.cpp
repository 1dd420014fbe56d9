#include "client-wasm/model/answers.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace magic {
namespace {

void show(Entry& entry, const AnswerVersion& version) {
  if (entry.message == version.message && entry.context == version.context) return;
  entry.message = version.message;
  entry.context = version.context;
  ++entry.revision;
}

void show_current(Entry& entry) {
  if (entry.versions.empty()) return;
  const auto current =
      std::find_if(entry.versions.begin(), entry.versions.end(),
                   [](const AnswerVersion& version) { return version.message.current; });
  show(entry, current == entry.versions.end() ? entry.versions.front() : *current);
}

template <typename Test>
void drop_versions(Entry& entry, Test is_gone) {
  std::vector<AnswerVersion>& versions = entry.versions;
  const auto gone = std::remove_if(versions.begin(), versions.end(), is_gone);
  if (gone == versions.end()) return;
  versions.erase(gone, versions.end());
  show_current(entry);
  if (versions.size() == 1) versions.clear();
  ++entry.revision;
}

}  // namespace

void take_version(Entry& entry, const Message& stored, std::optional<ContextReport> context) {
  std::vector<AnswerVersion>& versions = entry.versions;
  if (versions.empty() && !entry.message.id.empty())
    versions.push_back({entry.message, entry.context});
  if (stored.current)
    for (AnswerVersion& version : versions) version.message.current = false;
  const auto known =
      std::find_if(versions.begin(), versions.end(),
                   [&](const AnswerVersion& version) { return version.message.id == stored.id; });
  if (known != versions.end()) {
    known->message = stored;
    known->confirmed = true;
    if (context) known->context = std::move(context);
  } else {
    const auto after =
        std::find_if(versions.begin(), versions.end(), [&](const AnswerVersion& version) {
          return std::tie(version.message.attempt, version.message.id) >
                 std::tie(stored.attempt, stored.id);
        });
    versions.insert(after, {stored, std::move(context)});
  }
  show_current(entry);
  if (versions.size() == 1) versions.clear();
  ++entry.revision;  // "1/2" became "1/3"
}

bool count_version(Entry& entry, const std::string& answer_id) {
  const auto chosen =
      std::find_if(entry.versions.begin(), entry.versions.end(),
                   [&](const AnswerVersion& version) { return version.message.id == answer_id; });
  if (chosen == entry.versions.end()) return false;
  if (chosen->message.current && entry.message.id == answer_id) return false;
  for (AnswerVersion& version : entry.versions) version.message.current = false;
  chosen->message.current = true;
  show_current(entry);
  return true;
}

void remove_version(Entry& entry, const std::string& answer_id) {
  drop_versions(entry,
                [&](const AnswerVersion& version) { return version.message.id == answer_id; });
}

void drop_unconfirmed_versions(Entry& entry) {
  drop_versions(entry, [](const AnswerVersion& version) { return !version.confirmed; });
}

std::optional<std::size_t> shown_version(const Entry& entry) {
  if (entry.state != EntryState::settled || entry.versions.size() < 2) return std::nullopt;
  for (std::size_t i = 0; i < entry.versions.size(); ++i)
    if (entry.versions[i].message.id == entry.message.id) return i;
  return std::nullopt;
}

std::optional<AnswerChoice> choose_version(ChatModel& model, int entry_key, std::size_t index) {
  if (model.turn || (model.edit && model.edit->deleting)) return std::nullopt;
  for (Entry& entry : model.entries) {
    if (entry.key != entry_key || index >= entry.versions.size()) continue;
    count_version(entry, entry.versions[index].message.id);
    return AnswerChoice{entry.message.turn_id, entry.message.id};
  }
  return std::nullopt;
}

}  // namespace magic
