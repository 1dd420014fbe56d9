// Characters and clusters of the system's fonts: fontconfig says which file has one.
#include <fontconfig/fontconfig.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "client-wasm/platform/glyph_fallback.h"
#include "client-wasm/platform/system_font.h"
#include "shared/utf8.h"

namespace magic {
namespace {

struct PatternDeleter {
  void operator()(FcPattern* pattern) const { FcPatternDestroy(pattern); }
};
using Pattern = std::unique_ptr<FcPattern, PatternDeleter>;

struct FontFile {
  std::string path;
  int index = 0;
};

constexpr char32_t kTextStyle = 0xFE0E, kEmojiStyle = 0xFE0F, kJoiner = 0x200D;

std::vector<char32_t> characters_of(std::string_view text) {
  std::vector<char32_t> characters;
  while (!text.empty()) {
    const Utf8Character front = utf8_front(text);
    characters.push_back(front.code);
    text.remove_prefix(front.bytes);
  }
  return characters;
}

// Text fonts have plain pictures of some emoji, too.
bool is_emoji(const std::vector<char32_t>& text) {
  return (text[0] >= 0x1F000 && text[0] <= 0x1FAFF) ||
         std::find(text.begin(), text.end(), kEmojiStyle) != text.end();
}

// The font that fontconfig likes best among those that have all of it; an empty path: none has.
FontFile find_font(const char* family, const std::vector<char32_t>& text) {
  FcCharSet* wanted = FcCharSetCreate();
  for (const char32_t c : text)
    if (c != kTextStyle && c != kEmojiStyle && c != kJoiner) FcCharSetAddChar(wanted, c);
  const Pattern pattern(FcPatternCreate());
  FcPatternAddString(pattern.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
  FcPatternAddCharSet(pattern.get(), FC_CHARSET, wanted);
  FcConfigSubstitute(nullptr, pattern.get(), FcMatchPattern);
  FcDefaultSubstitute(pattern.get());
  FcResult result = FcResultNoMatch;
  const Pattern match(FcFontMatch(nullptr, pattern.get(), &result));
  FcCharSet* has = nullptr;
  FcChar8* path = nullptr;
  FontFile file;
  if (match != nullptr && FcPatternGetCharSet(match.get(), FC_CHARSET, 0, &has) == FcResultMatch &&
      FcCharSetIsSubset(wanted, has) &&
      FcPatternGetString(match.get(), FC_FILE, 0, &path) == FcResultMatch) {
    file.path = reinterpret_cast<const char*>(path);
    FcPatternGetInteger(match.get(), FC_INDEX, 0, &file.index);
  }
  FcCharSetDestroy(wanted);
  return file;
}

// Each file is opened once.
SystemFont* open_font(const FontFile& file) {
  static std::map<std::pair<std::string, int>, std::unique_ptr<SystemFont>> open_fonts;
  if (file.path.empty()) return nullptr;
  const auto [it, is_new] = open_fonts.try_emplace({file.path, file.index});
  if (is_new) it->second = SystemFont::open(file.path, file.index);
  return it->second.get();
}

enum class Family { sans_serif, monospace, emoji };
constexpr const char* kFamilies[] = {"sans-serif", "monospace", "emoji"};

// Each first character is looked for once.
SystemFont* font_for(Family family, char32_t character) {
  static std::unordered_map<char32_t, SystemFont*> answers[std::size(kFamilies)];
  auto& known = answers[static_cast<int>(family)];
  if (const auto it = known.find(character); it != known.end()) return it->second;
  return known[character] = open_font(find_font(kFamilies[static_cast<int>(family)], {character}));
}

}  // namespace

bool draw_system_glyph(FallbackFace face, std::string_view text, float em, bool pixels,
                       GlyphPicture& out) {
  const std::vector<char32_t> characters = characters_of(text);
  const Family family = is_emoji(characters)               ? Family::emoji
                        : face == FallbackFace::monospaced ? Family::monospace
                                                           : Family::sans_serif;
  SystemFont* font = font_for(family, characters[0]);
  if (font != nullptr && font->draw(text, em, pixels, out)) return true;
  if (characters.size() == 1) return false;
  // The first character's font lacks some of the rest.
  SystemFont* other = open_font(find_font(kFamilies[static_cast<int>(family)], characters));
  return other != nullptr && other->draw(text, em, pixels, out);
}

}  // namespace magic
