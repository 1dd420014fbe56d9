// Code in words that mean something: keywords, strings, numbers, comments. Made for reading in a
// chat, not for compiling: it knows families of languages, no grammars.
//
// Thread rule: pure function.
#pragma once

#include <string_view>
#include <vector>

namespace magic {

enum class CodeInk { plain, keyword, string, number, comment };

struct CodeToken {
  std::string_view text;
  CodeInk ink = CodeInk::plain;
};

// Views into `code`, which together are all of it. `language` as written after the fence ("py",
// "C++"); code of one that is not known is one plain token. What is not closed, as in an answer that
// is still being written, goes on to the end of its line, or of the code where it may have lines.
std::vector<CodeToken> code_tokens(std::string_view code, std::string_view language);

}  // namespace magic
