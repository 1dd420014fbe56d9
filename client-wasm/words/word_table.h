// The texts of one language laid over those of another. For say.cpp and its test.
#pragma once

#include <cstddef>

namespace magic {

// `texts` holds `count` texts, each with its NUL. Where one is empty, the word stays as it was.
void lay_out_words(const char* texts, std::size_t count, const char** words);

}  // namespace magic
