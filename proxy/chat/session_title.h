// The title of a session that nobody has named.
// Thread rule: pure function.
#pragma once

#include <string>
#include <string_view>

namespace magic {

// The first words of `message` on one line, at most about 60 bytes, with an ellipsis where it goes
// on. No model is asked.
std::string title_from(std::string_view message);

}  // namespace magic
