// Server-sent events and lines: they come out the same however the bytes are cut.
#include <vector>

#include "shared/line_buffer.h"
#include "shared/sse.h"
#include "tests/fuzz/fuzzing.h"

using namespace magic;

namespace {

constexpr std::size_t kMaxBytes = 64;  // small, so that inputs reach it

struct Seen {
  std::vector<std::string> texts;
  std::string rest;
  bool overflowed = false;

  bool operator==(const Seen&) const = default;
};

class Events {
 public:
  void feed(std::string_view bytes) {
    parser_.feed(bytes, [this](const SseEvent& event) {
      seen_.texts.insert(seen_.texts.end(), {event.name, event.data, event.id});
    });
  }
  Seen end() {
    seen_.overflowed = parser_.overflowed();
    return seen_;
  }

 private:
  SseParser parser_{kMaxBytes};
  Seen seen_;
};

class Lines {
 public:
  void feed(std::string_view bytes) {
    lines_.feed(bytes, [this](std::string_view line) { seen_.texts.emplace_back(line); });
  }
  Seen end() {
    seen_.rest = lines_.rest();
    seen_.overflowed = lines_.overflowed();
    return seen_;
  }

 private:
  LineBuffer lines_{kMaxBytes};
  Seen seen_;
};

template <class Parser>
void take(std::string_view bytes) {
  Parser whole;
  whole.feed(bytes);
  Parser cut;
  fuzz::feed_in_pieces(bytes, [&](std::string_view piece) { cut.feed(piece); });
  fuzz::must(whole.end() == cut.end(), "bytes mean the same however they are cut");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  take<Events>(fuzz::text_of(data, size));
  take<Lines>(fuzz::text_of(data, size));
  return 0;
}
