#include "client-wasm/platform/system_font.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb-ft.h>
#include <hb.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace magic {
namespace {

FT_Library library() {
  static const FT_Library only = [] {
    FT_Library made = nullptr;
    return FT_Init_FreeType(&made) == 0 ? made : nullptr;
  }();
  return only;
}

// Straight alpha from FreeType's premultiplied blue, green, red, alpha.
void put_straight(const unsigned char* bgra, unsigned char* rgba) {
  const unsigned alpha = bgra[3];
  for (int i = 0; i < 3; ++i) {
    const unsigned value = bgra[2 - i];
    rgba[i] = static_cast<unsigned char>(alpha == 0 ? 0 : std::min(255u, value * 255u / alpha));
  }
  rgba[3] = static_cast<unsigned char>(alpha);
}

void copy_grey(const FT_Bitmap& from, GlyphPicture& out) {
  for (int y = 0; y < out.height; ++y) {
    const unsigned char* row = from.buffer + static_cast<std::ptrdiff_t>(y) * from.pitch;
    for (int x = 0; x < out.width; ++x) {
      const bool mono = from.pixel_mode == FT_PIXEL_MODE_MONO;
      const unsigned char alpha =
          mono ? static_cast<unsigned char>((row[x / 8] >> (7 - x % 8) & 1) * 255) : row[x];
      unsigned char* to = &out.rgba[static_cast<std::size_t>(y * out.width + x) * 4];
      to[0] = to[1] = to[2] = 255;
      to[3] = alpha;
    }
  }
}

// Colour fonts hold pictures of one size (about 109 pixels an em). Each pixel of the smaller
// picture is the mean of those that it covers, premultiplied, so that edges stay clean.
void copy_scaled_colour(const FT_Bitmap& from, GlyphPicture& out) {
  const int wide = static_cast<int>(from.width), high = static_cast<int>(from.rows);
  for (int y = 0; y < out.height; ++y) {
    const int y0 = y * high / out.height, y1 = std::max(y0 + 1, (y + 1) * high / out.height);
    for (int x = 0; x < out.width; ++x) {
      const int x0 = x * wide / out.width, x1 = std::max(x0 + 1, (x + 1) * wide / out.width);
      unsigned sum[4] = {};
      for (int sy = y0; sy < y1; ++sy)
        for (int sx = x0; sx < x1; ++sx)
          for (int i = 0; i < 4; ++i)
            sum[i] += from.buffer[static_cast<std::ptrdiff_t>(sy) * from.pitch + sx * 4 + i];
      const auto count = static_cast<unsigned>((y1 - y0) * (x1 - x0));
      unsigned char mean[4];
      for (int i = 0; i < 4; ++i) mean[i] = static_cast<unsigned char>(sum[i] / count);
      put_straight(mean, &out.rgba[static_cast<std::size_t>(y * out.width + x) * 4]);
    }
  }
}

// Puts `part` on a picture that is large enough, where it is the more visible of the two.
void lay_on(const GlyphPicture& part, GlyphPicture& out) {
  for (int y = 0; y < part.height; ++y)
    for (int x = 0; x < part.width; ++x) {
      const auto from = static_cast<std::size_t>(y * part.width + x) * 4;
      const int row = y + part.top - out.top, column = x + part.left - out.left;
      const auto to = static_cast<std::size_t>(row * out.width + column) * 4;
      if (part.rgba[from + 3] > out.rgba[to + 3]) std::copy_n(&part.rgba[from], 4, &out.rgba[to]);
    }
}

// One picture of several; what is empty of them does not count.
void join(const std::vector<GlyphPicture>& parts, GlyphPicture& out) {
  int right = 0, bottom = 0;
  bool first = true;
  for (const GlyphPicture& part : parts) {
    if (part.rgba.empty()) continue;
    out.left = first ? part.left : std::min(out.left, part.left);
    out.top = first ? part.top : std::min(out.top, part.top);
    right = first ? part.left + part.width : std::max(right, part.left + part.width);
    bottom = first ? part.top + part.height : std::max(bottom, part.top + part.height);
    out.coloured = out.coloured || part.coloured;
    first = false;
  }
  if (first) return;
  out.width = right - out.left;
  out.height = bottom - out.top;
  out.rgba.assign(static_cast<std::size_t>(out.width * out.height) * 4, 0);
  for (const GlyphPicture& part : parts) lay_on(part, out);
}

struct BufferDeleter {
  void operator()(hb_buffer_t* buffer) const { hb_buffer_destroy(buffer); }
};

class FreeTypeFont : public SystemFont {
 public:
  explicit FreeTypeFont(FT_Face face) : face_(face), shaper_(hb_ft_font_create_referenced(face)) {
    hb_ft_font_set_load_flags(shaper_, kLoadFlags);
  }
  ~FreeTypeFont() override {
    hb_font_destroy(shaper_);
    FT_Done_Face(face_);
  }
  FreeTypeFont(const FreeTypeFont&) = delete;
  FreeTypeFont& operator=(const FreeTypeFont&) = delete;

  bool draw(std::string_view text, float em, bool pixels, GlyphPicture& out) override {
    const float scale = choose_size(em);
    if (scale == 0.0f) return false;
    hb_ft_font_changed(shaper_);
    const std::unique_ptr<hb_buffer_t, BufferDeleter> buffer(hb_buffer_create());
    const int bytes = static_cast<int>(text.size());
    hb_buffer_add_utf8(buffer.get(), text.data(), bytes, 0, bytes);
    hb_buffer_guess_segment_properties(buffer.get());
    hb_shape(shaper_, buffer.get(), nullptr, 0);
    unsigned count = 0;
    const hb_glyph_info_t* glyphs = hb_buffer_get_glyph_infos(buffer.get(), &count);
    const hb_glyph_position_t* places = hb_buffer_get_glyph_positions(buffer.get(), &count);
    std::vector<GlyphPicture> parts;
    float x = 0, y = 0;  // of the pen, in 1/64 of the font's pixels
    for (unsigned i = 0; i < count; ++i) {
      if (glyphs[i].codepoint == 0) return false;
      if (pixels && FT_Load_Glyph(face_, glyphs[i].codepoint, kLoadFlags | FT_LOAD_RENDER) == 0) {
        take_picture(*face_->glyph, scale, parts.emplace_back());
        const auto in_pixels = [&](float place) {
          return static_cast<int>(std::lround(place / 64.0f * scale));
        };
        parts.back().left += in_pixels(x + static_cast<float>(places[i].x_offset));
        parts.back().top -= in_pixels(y + static_cast<float>(places[i].y_offset));
      }
      x += static_cast<float>(places[i].x_advance);
      y += static_cast<float>(places[i].y_advance);
    }
    out.advance = x / 64.0f * scale;
    join(parts, out);
    return true;
  }

 private:
  static constexpr FT_Int32 kLoadFlags = FT_LOAD_COLOR | FT_LOAD_TARGET_LIGHT;

  // How much smaller than the font's own picture the glyph is to be; 0: cannot be drawn.
  float choose_size(float em) {
    if (FT_IS_SCALABLE(face_)) {
      const auto size = static_cast<FT_F26Dot6>(std::lround(em * 64.0f));
      return FT_Set_Char_Size(face_, 0, size, 72, 72) == 0 ? 1.0f : 0.0f;
    }
    int best = 0;
    const auto apart = [&](int i) {
      return std::abs(face_->available_sizes[i].y_ppem / 64.0f - em);
    };
    for (int i = 1; i < face_->num_fixed_sizes; ++i)
      if (apart(i) < apart(best)) best = i;
    if (face_->num_fixed_sizes == 0 || FT_Select_Size(face_, best) != 0) return 0.0f;
    return em / (static_cast<float>(face_->available_sizes[best].y_ppem) / 64.0f);
  }

  static void take_picture(const FT_GlyphSlotRec& slot, float scale, GlyphPicture& out) {
    const FT_Bitmap& bitmap = slot.bitmap;
    const auto scaled = [&](float value) { return static_cast<int>(std::lround(value * scale)); };
    out.width = scaled(static_cast<float>(bitmap.width));
    out.height = scaled(static_cast<float>(bitmap.rows));
    out.left = scaled(static_cast<float>(slot.bitmap_left));
    out.top = -scaled(static_cast<float>(slot.bitmap_top));
    out.rgba.assign(static_cast<std::size_t>(out.width * out.height) * 4, 0);
    if (out.rgba.empty()) return;
    out.coloured = bitmap.pixel_mode == FT_PIXEL_MODE_BGRA;
    if (out.coloured)
      copy_scaled_colour(bitmap, out);
    else
      copy_grey(bitmap, out);
  }

  FT_Face face_;
  hb_font_t* shaper_;
};

}  // namespace

std::unique_ptr<SystemFont> SystemFont::open(const std::string& path, int index) {
  FT_Face face = nullptr;
  if (library() == nullptr || FT_New_Face(library(), path.c_str(), index, &face) != 0)
    return nullptr;
  return std::make_unique<FreeTypeFont>(face);
}

}  // namespace magic
