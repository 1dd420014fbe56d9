#include "client-wasm/platform/files_desktop.h"

#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace magic;

namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path = fs::temp_directory_path() / ("memory-magic-files-" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
};

}  // namespace

TEST_CASE("A file is saved beside one of the same name, never over it") {
  const Folder folder;
  const std::string first = save_new_file(folder.path.string(), "Chat.md", "one").value();
  const std::string second = save_new_file(folder.path.string(), "Chat.md", "two").value();
  CHECK(first == (folder.path / "Chat.md").string());
  CHECK(second == (folder.path / "Chat (2).md").string());
  CHECK(read_given_file(first).bytes == "one");
  CHECK(read_given_file(second).bytes == "two");
  CHECK(read_given_file(second).name == "Chat (2).md");
}

TEST_CASE("Where nothing can be written, that is said; what cannot be read is empty") {
  const Folder folder;
  CHECK_FALSE(save_new_file((folder.path / "nowhere").string(), "Chat.md", "one"));
  CHECK(read_given_file((folder.path / "nothing.json").string()).bytes.empty());
  CHECK(read_given_file(folder.path.string()).bytes.empty());
}

TEST_CASE("The downloads' folder is taken where there is one, else the home folder") {
  const Folder folder;
  const std::string home = std::getenv("HOME") == nullptr ? "" : std::getenv("HOME");
  setenv("HOME", folder.path.c_str(), 1);
  CHECK(downloads_folder() == folder.path.string());
  fs::create_directories(folder.path / "Downloads");
  CHECK(downloads_folder() == (folder.path / "Downloads").string());
  setenv("HOME", home.c_str(), 1);
}
