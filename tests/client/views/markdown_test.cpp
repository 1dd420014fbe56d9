#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "client-wasm/views/markdown.h"

using namespace magic;

namespace {

// One line per block, so that a test reads like what is seen.
std::string in_words(const std::vector<StyledText>& spans) {
  std::string words;
  for (const StyledText& span : spans) {
    const TextStyle& s = span.style;
    const std::string marks = std::string(s.bold ? "b" : "") + (s.italic ? "i" : "") +
                              (s.code ? "c" : "") + (s.struck ? "s" : "") +
                              (s.link >= 0 ? "l" + std::to_string(s.link) : "");
    words += marks.empty() ? span.text : "<" + marks + ":" + span.text + ">";
  }
  return words;
}

std::vector<std::string> blocks_of(const MarkdownText& text) {
  std::vector<std::string> lines;
  for (const MarkdownBlock& block : text.blocks()) {
    std::string line(static_cast<std::size_t>(block.indent) * 2, ' ');
    line += std::string(static_cast<std::size_t>(block.quotes), '>');
    if (!block.marker.empty()) line += block.marker + " ";
    switch (block.kind) {
      case MarkdownBlock::Kind::paragraph:
        line += in_words(block.text);
        break;
      case MarkdownBlock::Kind::heading:
        line += "h" + std::to_string(block.level) + " " + in_words(block.text);
        break;
      case MarkdownBlock::Kind::code:
        line += "code(" + block.language + ") " + in_words(block.text);
        break;
      case MarkdownBlock::Kind::rule:
        line += "rule";
        break;
      case MarkdownBlock::Kind::table:
        line += "table";
        for (const auto& row : block.rows) {
          line += " [";
          for (const auto& cell : row) line += in_words(cell) + "|";
          line += "]";
        }
        break;
    }
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> parsed(std::string_view source) {
  MarkdownText text;
  text.update(source);
  return blocks_of(text);
}

using Lines = std::vector<std::string>;

const std::string kEverything =
    "# Title\n\nPlain **bold** and *slanted* with `code` and ~~gone~~.\n\n"
    "1. One\n2. Two\n   - inner **x**\n   - more\n\n3. Three\n\n"
    "> Quoted\n> more\n\n```cpp\nint a;\n\nint b;\n```\n\n| A | B |\n|---|---|\n| 1 | `2` "
    "|\n\n---\n\n"
    "Last [docs](https://example.com) https://bare.example.com line\n";

}  // namespace

TEST_CASE("every kind of block comes out with what it is nested in") {
  CHECK(parsed(kEverything) ==
        Lines{"h1 Title", "Plain <b:bold> and <i:slanted> with <c:code> and <s:gone>.", "  1. One",
              "  2. Two", "    • inner <b:x>", "    • more", "  3. Three", ">Quoted more",
              "code(cpp) int a;\n\nint b;", "table [A|B|] [1|<c:2>|]", "rule",
              "Last <l0:docs> <l1:https://bare.example.com> line"});
}

TEST_CASE("a text that grows byte by byte is at each length what it would be at once") {
  MarkdownText growing;
  for (std::size_t length = 0; length <= kEverything.size(); ++length) {
    const std::string_view part = std::string_view(kEverything).substr(0, length);
    growing.update(part);
    MarkdownText at_once;
    at_once.update(part);
    INFO(part);
    REQUIRE(blocks_of(growing) == blocks_of(at_once));
  }
}

TEST_CASE("blocks that can no longer change are not parsed again") {
  MarkdownText text;
  text.update("One\n\nTwo\n\nThr\n");
  CHECK(text.update("One\n\nTwo\n\nThr\nee") == 2);
  CHECK(blocks_of(text) == Lines{"One", "Two", "Thr ee"});
}

TEST_CASE("a text that is replaced, not continued, is parsed afresh") {
  MarkdownText text;
  text.update("One\n\nTwo\n\nThree");
  CHECK(text.update("Other\n\nTwo\n\nThree") == 0);
  CHECK(blocks_of(text) == Lines{"Other", "Two", "Three"});
}

TEST_CASE("inside a code fence or a list nothing is taken for final") {
  CHECK(last_stable_break("```\na\n\nb\n\n") == 0);
  CHECK(last_stable_break("- a\n\n- b\n") == 0);
  CHECK(last_stable_break("- a\n\n  more\n") == 0);
  CHECK(last_stable_break("a\n\nb") == 0);
  CHECK(last_stable_break("a\n\nb\n") == 3);
}

TEST_CASE("what follows a table is not in it") {
  CHECK(parsed("| a |\n|---|\n| 1 |\n\n- item\n") == Lines{"table [a|] [1|]", "  • item"});
  CHECK(parsed("| a |\n|---|\n| 1 |\n\n> - item\n") == Lines{"table [a|] [1|]", "  >• item"});
}

TEST_CASE("a fence is closed by one as long, with nothing behind it, and by no other") {
  CHECK(last_stable_break("````\n```py\n\nb\n\nc\n") == 0);
  CHECK(last_stable_break("```\n```py\n\nb\n\nc\n") == 0);
  CHECK(last_stable_break("```\n~~~\n\nb\n\nc\n") == 0);
  CHECK(last_stable_break("````md\n```\n\n```\n````\n\nb\n") == 22);
}

TEST_CASE("what opens no fence keeps nothing open") {
  CHECK(last_stable_break("``` a`b\n\nb\n") == 9);
  CHECK(last_stable_break("a\n    ```\n\nb\n") == 11);
}

TEST_CASE("a fence in a list is followed to its end, or nothing is taken for final") {
  CHECK(last_stable_break("- a\n  ```\n  x\n  ```\n\nb\n") == 21);
  CHECK(last_stable_break("- a\n  ```\n\nb\n\n```\n\nc\n") == 0);
  CHECK(last_stable_break("- ```\n\nb\n") == 0);
  CHECK(last_stable_break("a\r```\n\nb\n") == 0);
}

TEST_CASE("an unfinished fence shows what is there of the code") {
  CHECK(parsed("```py\nprint(1)") == Lines{"code(py) print(1)"});
}

TEST_CASE("a mark that ends in an address in which it began is harmless") {
  MarkdownText text;
  text.update("[](~)~\n\n**next**");
  CHECK(blocks_of(text).back() == "<b:next>");
}

TEST_CASE("only http, https and mailto become links, the rest stays text") {
  CHECK(parsed("[x](javascript:alert(1)) [y](file:///etc/passwd) [z](HTTPS://a.b)") ==
        Lines{"x y <l0:z>"});
  CHECK_FALSE(is_safe_link("https://"));
  CHECK_FALSE(is_safe_link("data:text/html,x"));
  CHECK(is_safe_link("mailto:a@b.c"));
}

TEST_CASE("HTML is shown as the text it is") {
  CHECK(parsed("a <b>c</b> <script>x</script> &lt;&amp;") ==
        Lines{"a <b>c</b> <script>x</script> <&"});
}
