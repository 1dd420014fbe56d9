// Letters without their case, so that a search finds them both ways: Latin, Greek, Cyrillic, Armenian
// and full-width letters by rule (Unicode's simple folding), without its table. Other scripts have no
// case, or are rare enough to be written as they are.
#pragma once

namespace magic {

char32_t fold_case(char32_t c);

}  // namespace magic
