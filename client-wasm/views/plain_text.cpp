#include "client-wasm/views/plain_text.h"

#include <algorithm>

namespace magic {
namespace {

constexpr std::size_t kDeepest = 16;  // levels of a list that are set in

class Writer {
 public:
  void add(const MarkdownBlock& block, std::size_t index) {
    if (block.kind == MarkdownBlock::Kind::rule) return;
    if (!out_.text.empty()) out_.text += block.tight ? "\n" : "\n\n";
    if (block.indent > 1)
      out_.text.append(2 * std::min(static_cast<std::size_t>(block.indent - 1), kDeepest), ' ');
    if (!block.marker.empty()) out_.text += block.marker + " ";
    if (block.kind != MarkdownBlock::Kind::table) return add_part(block.text, {{}, index, 0, 0});
    for (std::size_t r = 0; r < block.rows.size(); ++r) {
      if (r > 0) out_.text += '\n';
      for (std::size_t c = 0; c < block.rows[r].size(); ++c) {
        if (c > 0) out_.text += '\t';
        add_part(block.rows[r][c], {{}, index, r, c});
      }
    }
  }

  PlainText take() { return std::move(out_); }

 private:
  void add_part(const std::vector<StyledText>& spans, PlainText::Part part) {
    part.range.begin = out_.text.size();
    for (const StyledText& span : spans) out_.text += span.text;
    part.range.end = out_.text.size();
    out_.parts.push_back(part);
  }

  PlainText out_;
};

}  // namespace

const PlainText::Part* PlainText::part_at(std::size_t byte) const {
  auto after =
      std::upper_bound(parts.begin(), parts.end(), byte,
                       [](std::size_t at, const Part& part) { return at < part.range.begin; });
  if (after == parts.begin()) return parts.empty() ? nullptr : &parts.front();
  return &*--after;
}

PlainText plain_text(const std::vector<MarkdownBlock>& blocks) {
  Writer writer;
  for (std::size_t i = 0; i < blocks.size(); ++i) writer.add(blocks[i], i);
  return writer.take();
}

}  // namespace magic
