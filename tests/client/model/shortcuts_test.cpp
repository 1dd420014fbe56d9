#include "client-wasm/model/shortcuts.h"

#include <catch2/catch_test_macros.hpp>

#include <set>
#include <string>
#include <vector>

using namespace magic;

using Keys = std::vector<std::string>;

TEST_CASE("keys are named as they are written on the keyboard, on a Mac by its signs") {
  const Shortcut find{"Ctrl+F", nullptr, Word::keys_find};
  CHECK(shown_keys(find, false) == Keys{"Ctrl+F"});
  CHECK(shown_keys(find, true) == Keys{"⌘F"});
  const Shortcut help{"F1|Ctrl+/", nullptr, Word::keys_shortcuts};
  CHECK(shown_keys(help, false) == Keys{"F1", "Ctrl+/"});
  CHECK(shown_keys(help, true) == Keys{"F1", "⌘/"});
  const Shortcut memory{"Alt+M", "Control+Shift+M", Word::keys_memory};
  CHECK(shown_keys(memory, false) == Keys{"Alt+M"});
  CHECK(shown_keys(memory, true) == Keys{"⌃⇧M"});
}

TEST_CASE("no two shortcuts of a group share their keys, and each says what it does") {
  for (const ShortcutGroup& group : shortcut_groups()) {
    CHECK(group.count > 0);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < group.count; ++i) {
      CHECK(std::string(say(group.first[i].what)).size() > 3);
      for (const std::string& keys : shown_keys(group.first[i], false))
        CHECK(seen.insert(keys).second);
    }
  }
}
