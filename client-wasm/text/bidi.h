// The order in which a line is seen when parts of it run from right to left: Unicode's bidirectional
// algorithm (UAX 9) for one paragraph.
//
// Limit: characters that embed, override or isolate are neutral here. A text from outside shows them
// as U+FFFD (model/shown_text.h), so that nobody can reorder what others read.
// Thread rule: any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace magic {

enum class Direction : std::uint8_t { left_to_right, right_to_left };

// Of the first letter that has one; left to right when none has. Of an UTF-8 text's first paragraph.
Direction direction_of(std::string_view text);

// Quick: whether a text without characters of this kind needs no reordering.
bool may_run_right_to_left(char32_t character);

// One level for each character of a paragraph: even ones run to the right, odd ones to the left, and
// higher ones lie within lower ones. Marks that follow a letter are to be left out by the caller.
using BidiLevel = std::uint8_t;
std::vector<BidiLevel> bidi_levels(const std::vector<char32_t>& paragraph, Direction base);

// The indices of a line's parts, from left to right. Spaces at a line's end have the base's level.
std::vector<std::size_t> visual_order(const std::vector<BidiLevel>& levels);

// A bracket that opens to the other side; any other character as it is.
char32_t mirrored(char32_t character);

}  // namespace magic
