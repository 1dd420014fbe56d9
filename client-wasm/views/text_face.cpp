#include "client-wasm/views/text_face.h"

#include "client-wasm/platform/glyph_fallback.h"

namespace magic {

TextFace::TextFace(ImFont* font, float font_size, const Fonts& fonts)
    : baked_(font->GetFontBaked(font_size)), is_code_(font == fonts.code) {}

float TextFace::width(const Cluster& cluster, std::string_view text) const {
  if (cluster.whole)
    return picture_advance(is_code_ ? FallbackFace::monospaced : FallbackFace::proportional,
                           *baked_, text.substr(cluster.begin, cluster.end - cluster.begin));
  return baked_->GetCharAdvance(static_cast<ImWchar>(cluster.character));
}

float TextFace::width(std::string_view text) const {
  float width = 0;
  ClusterReader reader(text);
  for (Cluster cluster; reader.next(cluster);) width += this->width(cluster, text);
  return width;
}

float font_size_of(const TextStyle& style, float font_size, bool all_code) {
  return style.code && !all_code ? font_size * (size::code / size::text) : font_size;
}

TextFace face_of(const TextStyle& style, float font_size, bool all_code, const Fonts& fonts) {
  return {style.code || all_code ? fonts.code : fonts.ui, font_size_of(style, font_size, all_code),
          fonts};
}

}  // namespace magic
