#include "client-wasm/model/code_tokens.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace magic {
namespace {

// Words between spaces, so that a list is one string.
bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t at = words.find(word); at != std::string_view::npos;
       at = words.find(word, at + 1)) {
    const bool begins = at == 0 || words[at - 1] == ' ';
    const std::size_t end = at + word.size();
    if (begins && (end == words.size() || words[end] == ' ')) return true;
  }
  return false;
}

struct Family {
  std::string_view names;  // as written after a fence, in small letters
  std::string_view keywords;
  std::string_view line_comment;
  std::string_view comment_begin = {}, comment_end = {};
  std::string_view quotes = "\"'";       // strings that end with their line
  std::string_view wide_quotes = {};     // strings that may have lines
  bool has_triple_quotes = false;        // """...""" and '''...'''
  bool hash_needs_space_before = false;  // `$#` and `a#b` are no comments
  bool ignores_case = false;
};

constexpr Family kFamilies[] = {
    {.names = "c h cpp c++ cc cxx hpp java cs c# csharp go golang swift kotlin kt php scala "
              "dart zig objc proto",
     .keywords =
         "abstract alignas alignof and as async auto await bool boolean break byte case catch char "
         "class co_await co_return co_yield concept const consteval constexpr constinit continue "
         "crate data decltype default defer delete do double dyn else enum explicit export extends "
         "extern false final finally float fn for foreach friend fun func function go goto if impl "
         "implements import in inline instanceof int interface internal is let long loop map match "
         "mod module move mut mutable namespace native new nil noexcept null nullptr operator "
         "override package private protected protocol pub public range readonly record ref "
         "requires "
         "return sealed select self short signed sizeof static static_assert static_cast string "
         "struct super switch template this throw throws trait true try type typedef typename "
         "union "
         "unsafe unsigned use using val var virtual void volatile when where while with yield",
     .line_comment = "//",
     .comment_begin = "/*",
     .comment_end = "*/",
     .wide_quotes = "`"},
    {.names = "rust rs",
     .keywords =
         "Self as async await bool box break char const continue crate dyn else enum extern "
         "f32 f64 false fn for i32 i64 if impl in let loop match mod move mut pub ref return "
         "self static str struct super trait true type u32 u64 u8 unsafe use usize where "
         "while",
     .line_comment = "//",
     .comment_begin = "/*",
     .comment_end = "*/",
     .quotes = {},  // 'a is a lifetime
     .wide_quotes = "\""},
    {.names = "js javascript jsx ts typescript tsx mjs",
     .keywords =
         "abstract any as async await boolean break case catch class const continue debugger "
         "declare "
         "default delete do else enum export extends false finally for from function get if "
         "implements import in instanceof interface keyof let never new null number object of "
         "private protected public readonly return satisfies set static string super switch this "
         "throw true try type typeof undefined unknown var void while with yield",
     .line_comment = "//",
     .comment_begin = "/*",
     .comment_end = "*/",
     .wide_quotes = "`"},
    {.names = "py python python3 pycon",
     .keywords = "False None True and as assert async await break case class continue def del elif "
                 "else except finally for from global if import in is lambda match nonlocal not or "
                 "pass raise return self try while with yield",
     .line_comment = "#",
     .has_triple_quotes = true},
    {.names = "sh bash shell zsh console fish",
     .keywords = "break case cd continue do done echo elif else esac eval exec exit export fi for "
                 "function if in local read readonly return set shift source then trap true false "
                 "until unset while",
     .line_comment = "#",
     .quotes = {},
     .wide_quotes = "\"'",
     .hash_needs_space_before = true},
    {.names = "json jsonc json5 jsonl",
     .keywords = "true false null",
     .line_comment = "//",
     .comment_begin = "/*",
     .comment_end = "*/",
     .quotes = "\""},
    {.names = "yaml yml toml ini dockerfile docker make makefile cmake ruby rb perl r",
     .keywords = "true false null yes no on off and begin class def do else elsif end ensure if in "
                 "module nil not or rescue return self then unless until when while yield FROM RUN "
                 "CMD COPY ENV EXPOSE WORKDIR ENTRYPOINT ARG",
     .line_comment = "#",
     .hash_needs_space_before = true},
    {.names = "sql sqlite postgres postgresql mysql",
     .keywords =
         "add all alter and as asc begin between by case check commit constraint create cross "
         "default delete desc distinct drop else end exists foreign from full group having in "
         "index "
         "inner insert into is join key left like limit not null offset on or order outer primary "
         "references right rollback select set table then union unique update using values view "
         "when where with",
     .line_comment = "--",
     .comment_begin = "/*",
     .comment_end = "*/",
     .ignores_case = true},
};

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return small;
}

const Family* family_of(std::string_view language) {
  // "python title=..." and "{.python}" name it too.
  const std::size_t begin = language.find_first_not_of("{. ");
  if (begin == std::string_view::npos) return nullptr;
  const std::size_t end = language.find_first_of(" ,}:", begin);
  const std::string name = in_small_letters(language.substr(begin, end - begin));
  for (const Family& family : kFamilies)
    if (has_word(family.names, name)) return &family;
  return nullptr;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
// Bytes of other scripts belong to names.
bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Scanner {
 public:
  Scanner(std::string_view code, const Family& family) : code_(code), family_(family) {}

  std::vector<CodeToken> scan() {
    while (at_ < code_.size()) {
      const std::size_t begin = at_;
      const CodeInk ink = next();
      add(code_.substr(begin, at_ - begin), ink);
    }
    return std::move(tokens_);
  }

 private:
  bool begins(std::string_view with) const {
    return !with.empty() && code_.substr(at_, with.size()) == with;
  }

  // Moves on by at least one byte.
  CodeInk next() {
    const char c = code_[at_];
    if (begins(family_.comment_begin)) return to_after(family_.comment_end, CodeInk::comment);
    if (begins_line_comment()) return to_line_end(CodeInk::comment);
    if (family_.has_triple_quotes && (begins("\"\"\"") || begins("'''")))
      return to_after(code_.substr(at_, 3), CodeInk::string);
    if (family_.quotes.find(c) != std::string_view::npos) return string(c, false);
    if (family_.wide_quotes.find(c) != std::string_view::npos) return string(c, true);
    if (is_digit(c)) return number();
    if (is_name(c)) return name();
    ++at_;
    return CodeInk::plain;
  }

  bool begins_line_comment() const {
    if (!begins(family_.line_comment)) return false;
    return !family_.hash_needs_space_before || at_ == 0 ||
           std::isspace(static_cast<unsigned char>(code_[at_ - 1])) != 0;
  }

  CodeInk to_line_end(CodeInk ink) {
    at_ = std::min(code_.find('\n', at_), code_.size());
    return ink;
  }

  CodeInk to_after(std::string_view end, CodeInk ink) {
    const std::size_t found = code_.find(end, at_ + end.size());
    at_ = found == std::string_view::npos ? code_.size() : found + end.size();
    return ink;
  }

  CodeInk string(char quote, bool may_have_lines) {
    for (++at_; at_ < code_.size(); ++at_) {
      if (code_[at_] == '\\') {
        ++at_;
      } else if (code_[at_] == '\n' && !may_have_lines) {
        return CodeInk::string;
      } else if (code_[at_] == quote) {
        break;
      }
    }
    at_ = std::min(at_ + 1, code_.size());
    return CodeInk::string;
  }

  // 0x1F, 1'000, 1_000, 2.5e-3, 10ms
  CodeInk number() {
    while (at_ < code_.size()) {
      const char c = code_[at_], before = code_[at_ == 0 ? 0 : at_ - 1];
      const bool separates =
          (c == '\'' || c == '.') && at_ + 1 < code_.size() && is_digit(code_[at_ + 1]);
      const bool signs = (c == '-' || c == '+') && (before == 'e' || before == 'E');
      if (!is_name(c) && !separates && !signs) break;
      ++at_;
    }
    return CodeInk::number;
  }

  CodeInk name() {
    const std::size_t begin = at_;
    while (at_ < code_.size() && is_name(code_[at_])) ++at_;
    const std::string_view word = code_.substr(begin, at_ - begin);
    const bool known = family_.ignores_case ? has_word(family_.keywords, in_small_letters(word))
                                            : has_word(family_.keywords, word);
    return known ? CodeInk::keyword : CodeInk::plain;
  }

  void add(std::string_view text, CodeInk ink) {
    if (!tokens_.empty() && tokens_.back().ink == ink) {
      CodeToken& last = tokens_.back();
      last.text = std::string_view(last.text.data(), last.text.size() + text.size());
    } else {
      tokens_.push_back({text, ink});
    }
  }

  std::string_view code_;
  const Family& family_;
  std::size_t at_ = 0;
  std::vector<CodeToken> tokens_;
};

}  // namespace

std::vector<CodeToken> code_tokens(std::string_view code, std::string_view language) {
  const Family* family = family_of(language);
  if (family == nullptr) {
    if (code.empty()) return {};
    return {{code, CodeInk::plain}};
  }
  return Scanner(code, *family).scan();
}

}  // namespace magic
