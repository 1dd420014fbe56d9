// The Markdown of answers, at once and while it grows.
#include "client-wasm/views/markdown.h"
#include "tests/fuzz/fuzzing.h"

using namespace magic;

namespace {

std::string plain(const std::vector<MarkdownBlock>& blocks) {
  std::string all;
  for (const MarkdownBlock& block : blocks) {
    all += std::to_string(static_cast<int>(block.kind)) + ":" + std::to_string(block.level) + ":";
    all += std::to_string(block.indent) + ":" + std::to_string(block.quotes) + block.marker;
    for (const StyledText& span : block.text) all += "|" + span.text;
    for (const auto& row : block.rows)
      for (const auto& cell : row)
        for (const StyledText& span : cell) all += "#" + span.text;
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  MarkdownText whole;
  whole.update(text);
  for (const std::string& link : whole.links()) fuzz::must(is_safe_link(link), "a link is safe");
  // An address at the end of a text can make links of words that were final long before.
  if (text.find("]:") != std::string_view::npos) return 0;
  MarkdownText grown;
  std::size_t bytes = 0;
  fuzz::feed_in_pieces(text, [&](std::string_view piece) {
    bytes += piece.size();
    grown.update(text.substr(0, bytes));
  });
  fuzz::must(plain(whole.blocks()) == plain(grown.blocks()),
             "a text that grew looks as one at once");
  fuzz::must(whole.links() == grown.links(), "its links are the same");
  return 0;
}
