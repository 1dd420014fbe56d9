// Server-sent events: reading them from a provider or the proxy, and writing them to a client.
// Format: WHATWG HTML, "Server-sent events". Comments and `retry` fields are
// skipped.
#pragma once

#include <string>
#include <string_view>

#include "shared/line_buffer.h"

namespace magic {

struct SseEvent {
  std::string name;     // empty when the stream gave none ("message" by the standard)
  std::string data;     // lines joined by LF
  std::string id = {};  // to go on from (Last-Event-ID); empty when the event had none
};

// Feed bytes as they come; events come out the same however the bytes are cut.
class SseParser {
 public:
  explicit SseParser(std::size_t max_event_bytes = LineBuffer::kDefaultMaxLineBytes)
      : lines_(max_event_bytes), max_event_bytes_(max_event_bytes) {}

  // Calls on_event(const SseEvent&) for each event completed by `bytes`.
  template <class OnEvent>
  void feed(std::string_view bytes, OnEvent&& on_event) {
    lines_.feed(bytes, [&](std::string_view line) {
      if (take_line(line)) {
        const SseEvent event = std::move(event_);
        event_ = {};
        has_data_ = false;
        on_event(event);
      }
    });
  }

  bool overflowed() const { return lines_.overflowed() || overflowed_; }

 private:
  bool take_line(std::string_view line);  // true when an event is complete

  LineBuffer lines_;
  std::size_t max_event_bytes_;
  SseEvent event_;
  bool has_data_ = false;
  bool overflowed_ = false;
};

// `data` must be one line, as JSON without pretty printing is: this is what keeps text of a model
// from forging an event.
std::string sse_event(std::string_view name, std::string_view data);

// With an id, which the client sends back as Last-Event-ID when it connects again. One line too.
std::string sse_event_with_id(std::string_view id, std::string_view name, std::string_view data);

// A comment that keeps the connection alive while the model is silent.
inline constexpr std::string_view kSseHeartbeat = ": still waiting\n\n";

}  // namespace magic
