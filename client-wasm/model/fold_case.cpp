#include "client-wasm/model/fold_case.h"

namespace magic {
namespace {

struct Span {
  char16_t first, last;
  // Added to a capital. pairs: capitals and small letters alternate, a capital has the parity of
  // `first`.
  short add;
};
constexpr short kPairs = 0;

constexpr Span kSpans[] = {
    {'A', 'Z', 32},          {0xC0, 0xD6, 32},         {0xD8, 0xDE, 32},
    {0x100, 0x12F, kPairs},  {0x132, 0x137, kPairs},   {0x139, 0x148, kPairs},
    {0x14A, 0x177, kPairs},  {0x178, 0x178, -121},     {0x179, 0x17E, kPairs},
    {0x1CD, 0x1DC, kPairs},  {0x1DE, 0x1EF, kPairs},   {0x1F8, 0x21F, kPairs},
    {0x222, 0x233, kPairs},  {0x386, 0x386, 38},       {0x388, 0x38A, 37},
    {0x38C, 0x38C, 64},      {0x38E, 0x38F, 63},       {0x391, 0x3A1, 32},
    {0x3A3, 0x3AB, 32},      {0x3C2, 0x3C2, 1},        {0x3D8, 0x3EF, kPairs},
    {0x400, 0x40F, 80},      {0x410, 0x42F, 32},       {0x460, 0x481, kPairs},
    {0x48A, 0x4BF, kPairs},  {0x4C0, 0x4C0, 15},       {0x4C1, 0x4CE, kPairs},
    {0x4D0, 0x52F, kPairs},  {0x531, 0x556, 48},       {0x1E00, 0x1E95, kPairs},
    {0x1E9E, 0x1E9E, -7615}, {0x1EA0, 0x1EFF, kPairs}, {0xFF21, 0xFF3A, 32},
};

}  // namespace

char32_t fold_case(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  for (const Span& span : kSpans) {
    if (c < span.first) return c;
    if (c > span.last) continue;
    if (span.add == kPairs) return (c - span.first) % 2 == 0 ? c + 1 : c;
    return static_cast<char32_t>(static_cast<int>(c) + span.add);
  }
  return c;
}

}  // namespace magic
