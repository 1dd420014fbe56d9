#include "client-wasm/platform/settings_file.h"

#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <string>

namespace magic {
namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path = fs::temp_directory_path() / ("memory-magic-settings-" + std::to_string(getpid()));
  ~Folder() { fs::remove_all(path); }
  std::string file() const { return (path / "deep" / "settings").string(); }
};

TEST_CASE("Settings are there again the next time, whatever is in them") {
  const Folder folder;
  const std::string draft = "two\nlines, a \\n that is none, = and 你好\\";
  {
    SettingsFile file(folder.file());
    CHECK(file.get("draft").empty());
    file.set("draft", draft);
    file.set("session_id", "session_1");
    file.set("session_id", "session_2");
  }
  CHECK(fs::status(folder.file()).permissions() ==
        (fs::perms::owner_read | fs::perms::owner_write));
  const SettingsFile again(folder.file());
  CHECK(again.get("draft") == draft);
  CHECK(again.get("session_id") == "session_2");
}

TEST_CASE("A file that makes no sense is as good as none") {
  const Folder folder;
  fs::create_directories(fs::path(folder.file()).parent_path());
  std::ofstream(folder.file()) << "no equals sign\n=\nok=yes\n\n";
  const SettingsFile file(folder.file());
  CHECK(file.get("ok") == "yes");
  CHECK(file.get("no equals sign").empty());
}

TEST_CASE("Where nothing can be written, settings last as long as the program") {
  SettingsFile file("/proc/no/such/folder/settings");
  file.set("mode", "stateful");
  CHECK(file.get("mode") == "stateful");
}

}  // namespace
}  // namespace magic
