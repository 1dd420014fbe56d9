#include "shared/sse.h"

#include <cassert>

namespace magic {

bool SseParser::take_line(std::string_view line) {
  if (overflowed_) return false;
  if (line.empty()) {
    if (has_data_) return true;
    event_ = {};
    return false;
  }
  const std::size_t colon = line.find(':');
  if (colon == 0) return false;  // comment
  const std::string_view field = line.substr(0, colon);
  std::string_view value =
      colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
  if (!value.empty() && value.front() == ' ') value.remove_prefix(1);

  if (field == "event") {
    event_.name = value;
  } else if (field == "id") {
    event_.id = value;
  } else if (field == "data") {
    if (event_.data.size() + value.size() > max_event_bytes_) {
      overflowed_ = true;
      return false;
    }
    if (has_data_) event_.data += '\n';
    event_.data += value;
    has_data_ = true;
  }
  return false;
}

std::string sse_event(std::string_view name, std::string_view data) {
  assert(data.find('\n') == std::string_view::npos);
  std::string out;
  out.reserve(name.size() + data.size() + 16);
  out += "event: ";
  out += name;
  out += "\ndata: ";
  out += data;
  out += "\n\n";
  return out;
}

std::string sse_event_with_id(std::string_view id, std::string_view name, std::string_view data) {
  assert(id.find('\n') == std::string_view::npos);
  return "id: " + std::string(id) + "\n" + sse_event(name, data);
}

}  // namespace magic
