#include <catch2/catch_test_macros.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "proxy/base/file_text.h"

using namespace magic;

TEST_CASE("a file is read as it is, whatever bytes it holds") {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("file-text-" + std::to_string(::getpid()));
  const std::string text = "a\r\nb" + std::string(40'000, '\0') + "\xff";
  std::ofstream(path, std::ios::binary) << text;
  CHECK(file_text(path.string()) == text);
  std::filesystem::remove(path);
  CHECK_FALSE(file_text(path.string()));
}

TEST_CASE("a folder, and what has no end, is no text") {
  CHECK_FALSE(file_text("/"));
  CHECK_FALSE(file_text("/dev/zero"));
  CHECK(file_text("/dev/null") == "");
}
