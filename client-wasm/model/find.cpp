#include "client-wasm/model/find.h"

#include <algorithm>

#include "client-wasm/model/fold_case.h"

namespace magic {
namespace {

// The letter at `at`, which moves behind it. A byte that is no UTF-8 is a letter of its own.
char32_t next_letter(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned first = byte(at++);
  const int more = first < 0xC2 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : first < 0xF5 ? 3 : 0;
  char32_t letter = more == 0 ? first : first & (0x3Fu >> more);
  for (int i = 0; i < more && (byte(at) & 0xC0) == 0x80; ++i)
    letter = letter << 6 | (byte(at++) & 0x3F);
  return fold_case(letter);
}

}  // namespace

void find_in(std::string_view text, std::string_view words, std::vector<TextRange>& out,
             std::size_t most) {
  std::vector<char32_t> wanted;
  for (std::size_t at = 0; at < words.size();) wanted.push_back(next_letter(words, at));
  if (wanted.empty()) return;
  for (std::size_t begin = 0; begin < text.size() && out.size() < most;) {
    std::size_t at = begin;
    if (next_letter(text, at) != wanted[0]) {
      begin = at;
      continue;
    }
    const std::size_t second = at;
    std::size_t same = 1;
    while (same < wanted.size() && at < text.size() && next_letter(text, at) == wanted[same])
      ++same;
    if (same == wanted.size()) {
      out.push_back({begin, at});
      begin = at;
    } else {
      begin = second;
    }
  }
}

void Find::ask(std::string_view words, std::size_t from) {
  std::size_t bytes = 0;
  for (std::size_t n = 0; n < kMostWords && bytes < words.size(); ++n) next_letter(words, bytes);
  words_ = words.substr(0, bytes);
  from_ = from;
  current_.reset();
  forget_from(0);
  complete_ = words_.empty();
}

bool Find::search_on(const Entries& entries, ShownText shown, std::size_t most_bytes) {
  if (words_.empty()) return false;
  if (seen_changes_ != entries.changes()) forget_changed(entries);
  std::size_t bytes = 0;
  while (searched_.size() < entries.size() && bytes < most_bytes) {
    const Entry& entry = entries[searched_.size()];
    if (ranges_.size() < kMostHits) find_in(shown(entry), words_, ranges_, kMostHits);
    searched_.push_back({entry.key, entry.revision, ranges_.size()});
    bytes += entry.message.text.size() + 64;
  }
  complete_ = searched_.size() == entries.size();
  choose_current(complete_);
  return !complete_;
}

void Find::forget_changed(const Entries& entries) {
  seen_changes_ = entries.changes();
  std::size_t same = 0;
  while (same < searched_.size() && same < entries.size() &&
         searched_[same].key == entries[same].key &&
         searched_[same].revision == entries[same].revision)
    ++same;
  forget_from(same);
}

// The current hit keeps its number: what is searched again is found again, most of the time.
void Find::forget_from(std::size_t index) {
  if (index >= searched_.size()) return;
  searched_.resize(index);
  ranges_.resize(index == 0 ? 0 : searched_.back().hits_until);
}

void Find::choose_current(bool at_end) {
  if (current_ && *current_ < ranges_.size()) return;
  if (current_) {  // it was forgotten: it comes again, or is gone
    if (at_end) current_ = ranges_.empty() ? std::nullopt : std::optional(ranges_.size() - 1);
    return;
  }
  const std::size_t before = from_ == 0 || searched_.empty()
                                 ? 0
                                 : searched_[std::min(from_, searched_.size()) - 1].hits_until;
  if (before < ranges_.size() && from_ < searched_.size())
    current_ = before;
  else if (at_end && !ranges_.empty())
    current_ = 0;
}

std::size_t Find::current_entry() const {
  const auto found = std::upper_bound(
      searched_.begin(), searched_.end(), *current_,
      [](std::size_t hit, const Searched& entry) { return hit < entry.hits_until; });
  return static_cast<std::size_t>(found - searched_.begin());
}

void Find::step(int by) {
  if (!current()) return;
  const std::size_t count = ranges_.size();
  current_ = (*current_ + (by > 0 ? 1 : count - 1)) % count;
}

Find::InEntry Find::in_entry(std::size_t index) const {
  if (index >= searched_.size()) return {};
  const std::size_t begin = index == 0 ? 0 : searched_[index - 1].hits_until;
  InEntry hits{ranges_.data() + begin, searched_[index].hits_until - begin};
  if (current() && *current_ >= begin) hits.current = *current_ - begin;
  return hits;
}

}  // namespace magic
