#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "proxy/base/small_file.h"

using namespace magic;

TEST_CASE("a file is read as it is; a folder, one that is missing and one without end are not") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / std::filesystem::path("magic_small_file_test");
  std::filesystem::create_directories(folder);
  const std::string file = folder / "key";
  std::ofstream(file, std::ios::binary) << "sk-\r\n" << '\0' << "x";
  CHECK(read_small_file(file) == std::string("sk-\r\n\0x", 7));
  CHECK_FALSE(read_small_file(folder));
  CHECK_FALSE(read_small_file(folder / "none"));
  CHECK_FALSE(read_small_file("/dev/zero"));
  std::filesystem::remove_all(folder);
}
