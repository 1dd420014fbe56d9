#include "client-wasm/model/code_tokens.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace magic;

namespace {

// Keywords in [], strings in {}, numbers in <>, comments in ().
std::string marked(std::string_view code, std::string_view language) {
  std::string text;
  for (const CodeToken& token : code_tokens(code, language)) {
    const char* marks = "";
    if (token.ink == CodeInk::keyword) marks = "[]";
    if (token.ink == CodeInk::string) marks = "{}";
    if (token.ink == CodeInk::number) marks = "<>";
    if (token.ink == CodeInk::comment) marks = "()";
    if (*marks != 0) text += marks[0];
    text += token.text;
    if (*marks != 0) text += marks[1];
  }
  return text;
}

}  // namespace

TEST_CASE("code of C and its kin") {
  CHECK(marked("int x = 0x1F; // why\nreturn \"a\\\"b\";", "cpp") ==
        "[int] x = <0x1F>; (// why)\n[return] {\"a\\\"b\"};");
  CHECK(marked("/* two\nlines */ if (a1) 1'000 + 2.5e-3;", "C++") ==
        "(/* two\nlines */) [if] (a1) <1'000> + <2.5e-3>;");
  CHECK(marked("printing = intern;", "c") == "printing = intern;");
}

TEST_CASE("a lifetime of Rust begins no string") {
  CHECK(marked("fn f<'a>(x: &'a str) { \"a\nb\" }", "rust") ==
        "[fn] f<'a>(x: &'a [str]) { {\"a\nb\"} }");
}

TEST_CASE("code of Python, with its long strings and its comments") {
  CHECK(marked("def f(x):\n  \"\"\"A # of\n 'x'.\"\"\"\n  return None  # done", "python") ==
        "[def] f(x):\n  {\"\"\"A # of\n 'x'.\"\"\"}\n  [return] [None]  (# done)");
}

TEST_CASE("code of JavaScript and TypeScript") {
  CHECK(marked("const a = `x\n${y}`; // n", "ts") == "[const] a = {`x\n${y}`}; (// n)");
}

TEST_CASE("commands of a shell: a hash in a word is no comment") {
  CHECK(marked("if [ $# -gt 1 ]; then echo 'a\nb'; fi # end", "bash") ==
        "[if] [ $# -gt <1> ]; [then] [echo] {'a\nb'}; [fi] (# end)");
}

TEST_CASE("JSON has strings, numbers and three words") {
  CHECK(marked(R"({"a": [1.5, true, null]})", "json") == R"({{"a"}: [<1.5>, [true], [null]]})");
}

TEST_CASE("keywords of SQL are known in capitals too") {
  CHECK(marked("SELECT a from t -- all", "sql") == "[SELECT] a [from] t (-- all)");
}

TEST_CASE("a language that is not known is left plain, and one is known by any of its names") {
  CHECK(marked("int x = 1;", "") == "int x = 1;");
  CHECK(marked("int x = 1;", "brainfuck") == "int x = 1;");
  CHECK(marked("pass", "PY title=\"a.py\"") == "[pass]");
  CHECK(marked("pass", "{.python}") == "[pass]");
  CHECK(code_tokens("", "py").empty());
  CHECK(code_tokens("", "").empty());
}

TEST_CASE("code that is not whole is taken as far as it goes, and nothing of it is lost") {
  CHECK(marked("x = \"open", "py") == "x = {\"open}");
  CHECK(marked("x = \"open\ny = 1", "py") == "x = {\"open}\ny = <1>");
  CHECK(marked("/* open", "c") == "(/* open)");
  CHECK(marked("\"a\\", "c") == "{\"a\\}");
  const std::string code = "f(\"ä\", 'x', 0x, `q`) /* * / */ # 1e+ \\ \"\"\" ''' // z\n$";
  for (const char* language : {"c", "py", "js", "sh", "json", "yaml", "sql", "?"})
    for (std::size_t size = 0; size <= code.size(); ++size) {
      const std::string part = code.substr(0, size);
      std::string joined;
      for (const CodeToken& token : code_tokens(part, language)) joined += token.text;
      CHECK(joined == part);
    }
}
