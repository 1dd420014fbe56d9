#include "client-wasm/model/window_title.h"

#include <utility>

namespace magic {

std::optional<std::string_view> WindowTitle::update(bool answering, bool looked_at) {
  const bool was_answering = std::exchange(answering_, answering);
  const bool was_unseen = unseen_;
  unseen_ = !looked_at && !answering && (was_answering || was_unseen);
  if (answering == was_answering && unseen_ == was_unseen) return std::nullopt;
  if (answering) return "Answering… · Memory Magic";
  return unseen_ ? "Answer ready · Memory Magic" : "Memory Magic";
}

}  // namespace magic
