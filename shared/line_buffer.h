// Bytes in, whole lines out, however the bytes were cut. The base of every streaming parser here.
//
// Lines end in LF or CRLF. A line longer than max_line_bytes stops the buffer for good:
// overflowed() turns true and no more lines come, so that a hostile peer cannot make us hold
// without limit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace magic {

class LineBuffer {
 public:
  static constexpr std::size_t kDefaultMaxLineBytes = 4 * 1024 * 1024;

  explicit LineBuffer(std::size_t max_line_bytes = kDefaultMaxLineBytes)
      : max_line_bytes_(max_line_bytes) {}

  // Calls on_line(std::string_view) for each line completed by `bytes`, without its line end.
  template <class OnLine>
  void feed(std::string_view bytes, OnLine&& on_line) {
    while (!bytes.empty() && !overflowed_) {
      const std::size_t end = bytes.find('\n');
      const std::string_view part = bytes.substr(0, end);
      if (pending_.size() + part.size() > max_line_bytes_) {
        overflowed_ = true;
        pending_.clear();
        return;
      }
      if (end == std::string_view::npos) {
        pending_ += part;
        return;
      }
      bytes.remove_prefix(end + 1);
      if (pending_.empty()) {
        on_line(without_cr(part));
      } else {
        pending_ += part;
        const std::string line = std::move(pending_);
        pending_.clear();
        on_line(without_cr(line));
      }
    }
  }

  // The bytes after the last line end, for formats whose last line need not be ended.
  std::string_view rest() const { return pending_; }
  bool overflowed() const { return overflowed_; }

 private:
  static std::string_view without_cr(std::string_view line) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
  }

  std::size_t max_line_bytes_;
  std::string pending_;
  bool overflowed_ = false;
};

}  // namespace magic
