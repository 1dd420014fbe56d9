// A face at a size, as texts are measured with it: by what they are drawn as (text/clusters.h).
//
// Thread rule: UI thread. Units: points. Not to be kept: Dear ImGui makes its faces anew.
#pragma once

#include <string_view>

#include "client-wasm/text/clusters.h"
#include "client-wasm/views/text_layout.h"

struct ImFontBaked;

namespace magic {

class TextFace {
 public:
  TextFace(ImFont* font, float font_size, const Fonts& fonts);

  // `cluster` is one of `text`.
  float width(const Cluster& cluster, std::string_view text) const;
  float width(std::string_view text) const;

 private:
  ImFontBaked* baked_;
  bool is_code_;
};

// Inline code is a little smaller: the code face looks larger than the UI face.
float font_size_of(const TextStyle& style, float font_size, bool all_code);
TextFace face_of(const TextStyle& style, float font_size, bool all_code, const Fonts& fonts);

}  // namespace magic
