#include "client-wasm/model/window_title.h"

#include <utility>

#include "client-wasm/words/say.h"

namespace magic {

std::optional<std::string_view> WindowTitle::update(bool answering, bool looked_at) {
  const bool was_answering = std::exchange(answering_, answering);
  const bool was_unseen = unseen_;
  unseen_ = !looked_at && !answering && (was_answering || was_unseen);
  if (answering == was_answering && unseen_ == was_unseen) return std::nullopt;
  if (answering) return say(Word::title_answering);
  return say(unseen_ ? Word::title_ready : Word::product);
}

}  // namespace magic
