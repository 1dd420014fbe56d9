#include "client-wasm/model/entries.h"

#include <algorithm>

namespace magic {

std::int64_t Entries::stored() const {
  if (counted_at_ == changes_) return stored_;
  counted_at_ = changes_;
  stored_ = std::count_if(all_.begin(), all_.end(), [](const Entry& entry) {
    return entry.state == EntryState::settled &&
           (entry.message.role == Role::user || !entry.message.text.empty());
  });
  return stored_;
}

}  // namespace magic
