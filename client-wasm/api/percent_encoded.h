// Text as part of a URL. Ids are opaque, so nothing is assumed about what they hold.
// Thread rule: pure function.
#pragma once

#include <string>
#include <string_view>

namespace magic {

std::string percent_encoded(std::string_view text);

}  // namespace magic
