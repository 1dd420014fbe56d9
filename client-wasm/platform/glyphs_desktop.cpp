// Characters of the system's fonts: fontconfig says which file has one, FreeType draws it.
#include <fontconfig/fontconfig.h>

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "client-wasm/platform/glyph_fallback.h"
#include "client-wasm/platform/system_font.h"

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

// Text fonts have plain pictures of some emoji, too.
const char* family_for(FallbackFace face, char32_t character) {
  if (character >= 0x1F000 && character <= 0x1FAFF) return "emoji";
  return face == FallbackFace::monospaced ? "monospace" : "sans-serif";
}

// The font that fontconfig likes best among those that have the character; an empty path: none has.
FontFile find_font(FallbackFace face, char32_t character) {
  FcCharSet* wanted = FcCharSetCreate();
  FcCharSetAddChar(wanted, character);
  const Pattern pattern(FcPatternCreate());
  const char* family = family_for(face, character);
  FcPatternAddString(pattern.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
  FcPatternAddCharSet(pattern.get(), FC_CHARSET, wanted);
  FcCharSetDestroy(wanted);
  FcConfigSubstitute(nullptr, pattern.get(), FcMatchPattern);
  FcDefaultSubstitute(pattern.get());
  FcResult result = FcResultNoMatch;
  const Pattern match(FcFontMatch(nullptr, pattern.get(), &result));
  FcCharSet* has = nullptr;
  FcChar8* path = nullptr;
  FontFile file;
  if (match == nullptr || FcPatternGetCharSet(match.get(), FC_CHARSET, 0, &has) != FcResultMatch ||
      !FcCharSetHasChar(has, character) ||
      FcPatternGetString(match.get(), FC_FILE, 0, &path) != FcResultMatch)
    return file;
  file.path = reinterpret_cast<const char*>(path);
  FcPatternGetInteger(match.get(), FC_INDEX, 0, &file.index);
  return file;
}

// Each file is opened once, and each character looked for once.
SystemFont* font_for(FallbackFace face, char32_t character) {
  static std::map<std::pair<std::string, int>, std::unique_ptr<SystemFont>> open_fonts;
  static std::unordered_map<char32_t, SystemFont*> answers[2];
  auto& known = answers[static_cast<int>(face)];
  if (const auto it = known.find(character); it != known.end()) return it->second;
  const FontFile file = find_font(face, character);
  if (file.path.empty()) return known[character] = nullptr;
  const auto [it, is_new] = open_fonts.try_emplace({file.path, file.index});
  if (is_new) it->second = SystemFont::open(file.path, file.index);
  return known[character] = it->second.get();
}

}  // namespace

bool draw_system_glyph(FallbackFace face, char32_t character, float em, bool pixels,
                       GlyphPicture& out) {
  SystemFont* font = font_for(face, character);
  return font != nullptr && font->draw(character, em, pixels, out);
}

}  // namespace magic
