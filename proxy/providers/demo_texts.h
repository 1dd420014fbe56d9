// The demo's words: files of assets/demo, compiled in.
// Thread rule: pure functions.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace magic {

struct DemoWord {
  std::string_view place;  // "name" for {name}
  std::string_view text;
};

// The answer `key` of answers.txt with its places filled in.
std::string demo_text(std::string_view key, std::initializer_list<DemoWord> words = {});

// A sample to look at: "code", "long" or "scripts".
std::string_view demo_sample(std::string_view name);

}  // namespace magic
