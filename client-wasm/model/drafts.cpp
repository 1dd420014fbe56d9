#include "client-wasm/model/drafts.h"

#include <charconv>

namespace magic {

void Drafts::keep(std::string_view session_id, std::string_view text) {
  std::size_t bytes = text.size();
  for (std::size_t i = drafts_.size(); i-- > 0;) {
    Draft& draft = drafts_[i];
    const bool same = draft.session_id == session_id;
    if (same && draft.text == text) return;
    bytes += draft.text.size();
    if (!same && bytes <= kMaxDraftBytes && drafts_.size() - i < kMaxDrafts) continue;
    if (same) bytes -= draft.text.size();
    drafts_.erase(drafts_.begin() + static_cast<std::ptrdiff_t>(i));
    ++revision_;
  }
  if (text.empty() || text.size() > kMaxDraftBytes) return;
  drafts_.push_back({std::string(session_id), std::string(text)});
  ++revision_;
}

std::string Drafts::of(std::string_view session_id) const {
  for (const Draft& draft : drafts_)
    if (draft.session_id == session_id) return draft.text;
  return {};
}

std::string Drafts::take(std::string_view session_id) {
  std::string text = of(session_id);
  keep(session_id, {});
  return text;
}

// "session_0a 5\nHello" one after the other.
std::string Drafts::stored() const {
  std::string stored;
  for (const Draft& draft : drafts_)
    stored += draft.session_id + ' ' + std::to_string(draft.text.size()) + '\n' + draft.text;
  return stored;
}

Drafts Drafts::from_stored(std::string_view stored) {
  Drafts drafts;
  while (!stored.empty()) {
    const std::size_t space = stored.find(' '), line = stored.find('\n');
    if (space == std::string_view::npos || line == std::string_view::npos || line < space) break;
    std::size_t size = 0;
    const char* const digits_end = stored.data() + line;
    const auto read = std::from_chars(stored.data() + space + 1, digits_end, size);
    if (read.ec != std::errc{} || read.ptr != digits_end || size > stored.size() - line - 1) break;
    drafts.keep(stored.substr(0, space), stored.substr(line + 1, size));
    stored.remove_prefix(line + 1 + size);
  }
  drafts.revision_ = 0;
  return drafts;
}

}  // namespace magic
