#include "client-wasm/text/segments.h"

#include <unicode/ubrk.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <memory>

namespace magic {
namespace {

struct Closer {
  void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
  void operator()(UText* text) const { utext_close(text); }
};

// Calls `on_end(place, rule status)` for each end of a piece.
template <typename OnEnd>
void for_each_end(UBreakIteratorType kind, std::string_view text, OnEnd on_end) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UText, Closer> bytes(
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &error));
  const std::unique_ptr<UBreakIterator, Closer> iterator(ubrk_open(kind, "", nullptr, 0, &error));
  ubrk_setUText(iterator.get(), bytes.get(), &error);
  if (U_FAILURE(error)) {  // out of memory, or ICU's data are missing: one piece
    on_end(text.size(), 0);
    return;
  }
  ubrk_first(iterator.get());
  for (std::int32_t at = ubrk_next(iterator.get()); at != UBRK_DONE; at = ubrk_next(iterator.get()))
    on_end(static_cast<std::size_t>(at), ubrk_getRuleStatus(iterator.get()));
}

}  // namespace

std::vector<std::size_t> character_ends(std::string_view text) {
  std::vector<std::size_t> ends;
  if (text.empty()) return ends;
  for_each_end(UBRK_CHARACTER, text, [&](std::size_t end, std::int32_t) { ends.push_back(end); });
  return ends;
}

char32_t composed(std::string_view cluster) {
  constexpr std::int32_t kRoom = 64;
  UChar given[kRoom], made[kRoom];
  UErrorCode error = U_ZERO_ERROR;
  std::int32_t count = 0;
  u_strFromUTF8(given, kRoom, &count, cluster.data(), static_cast<std::int32_t>(cluster.size()),
                &error);
  const UNormalizer2* normalizer = unorm2_getNFCInstance(&error);
  count = unorm2_normalize(normalizer, given, count, made, kRoom, &error);
  return U_SUCCESS(error) && count == 1 ? made[0] : 0;
}

std::vector<WordSpan> word_spans(std::string_view text) {
  std::vector<WordSpan> spans;
  std::size_t begin = 0;
  if (text.empty()) return spans;
  for_each_end(UBRK_WORD, text, [&](std::size_t end, std::int32_t status) {
    spans.push_back({begin, end, status >= UBRK_WORD_NONE_LIMIT});
    begin = end;
  });
  return spans;
}

}  // namespace magic
