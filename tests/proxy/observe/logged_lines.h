// Takes what a Log writes, and gives it back line by line. Holds up to a pipe's 64 KiB.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

namespace magic {

class LoggedLines {
 public:
  LoggedLines() {
    if (pipe2(ends_.data(), O_NONBLOCK | O_CLOEXEC) != 0) std::abort();
  }
  ~LoggedLines() {
    close(ends_[0]);
    close(ends_[1]);
  }
  LoggedLines(const LoggedLines&) = delete;
  LoggedLines& operator=(const LoggedLines&) = delete;

  int fd() const { return ends_[1]; }

  // All lines since the last call, without their line feeds.
  std::vector<std::string> read() {
    std::vector<std::string> lines(1);
    std::array<char, 4096> bytes;
    for (ssize_t got = 0; (got = ::read(ends_[0], bytes.data(), bytes.size())) > 0;)
      for (ssize_t i = 0; i < got; ++i) {
        const char c = bytes[static_cast<std::size_t>(i)];
        if (c == '\n') {
          lines.emplace_back();
        } else {
          lines.back() += c;
        }
      }
    lines.pop_back();
    return lines;
  }

 private:
  std::array<int, 2> ends_{};
};

}  // namespace magic
