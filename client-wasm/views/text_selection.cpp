#include "client-wasm/views/text_selection.h"

#include <algorithm>

namespace magic {
namespace {

// False: it is gone.
bool find_again(const Entries& entries, int key, std::size_t& index) {
  if (index < entries.size() && entries[index].key == key) return true;
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.key == key; });
  index = static_cast<std::size_t>(found - entries.begin());
  return found != entries.end();
}

}  // namespace

void TextSelection::set(const Entries& entries, MessagePlace anchor, MessagePlace head) {
  anchor_ = anchor;
  head_ = head;
  exists_ = anchor.message < entries.size() && head.message < entries.size();
  if (!exists_) return;
  anchor_key_ = entries[anchor.message].key;
  head_key_ = entries[head.message].key;
  seen_changes_ = entries.changes();
}

TextRange TextSelection::in_message(std::size_t index) const {
  if (empty() || index < first().message || index > last().message) return {};
  return {index == first().message ? first().byte : 0,
          index == last().message ? last().byte : static_cast<std::size_t>(-1)};
}

void TextSelection::follow(const Entries& entries) {
  if (!exists_ || seen_changes_ == entries.changes()) return;
  seen_changes_ = entries.changes();
  exists_ = find_again(entries, anchor_key_, anchor_.message) &&
            find_again(entries, head_key_, head_.message);
}

void TextSelection::text_changed(std::size_t index, std::size_t kept_bytes) {
  if ((anchor_.message == index && anchor_.byte > kept_bytes) ||
      (head_.message == index && head_.byte > kept_bytes))
    exists_ = false;
}

}  // namespace magic
