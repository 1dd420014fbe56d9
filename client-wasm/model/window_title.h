// The title of the tab or window, which is seen where the chat is not.
//
// Thread rule: UI thread only.
#pragma once

#include <optional>
#include <string_view>

namespace magic {

class WindowTitle {
 public:
  // Whether an answer is being written, and whether somebody looks at the chat. An answer that ends
  // unseen is announced until it is looked at. Returns the title when it has changed.
  std::optional<std::string_view> update(bool answering, bool looked_at);

 private:
  bool answering_ = false;
  bool unseen_ = false;
};

}  // namespace magic
