#include "proxy/providers/model_names.h"

#include <algorithm>
#include <array>

namespace magic {

std::string_view without_snapshot_date(std::string_view model) {
  constexpr std::string_view kShape = "-dddd-dd-dd";
  if (model.size() <= kShape.size()) return model;
  const std::string_view end = model.substr(model.size() - kShape.size());
  const bool is_date = std::equal(end.begin(), end.end(), kShape.begin(), [](char c, char shape) {
    return shape == 'd' ? c >= '0' && c <= '9' : c == shape;
  });
  return is_date ? model.substr(0, model.size() - kShape.size()) : model;
}

bool is_chat_model(std::string_view model) {
  constexpr std::array<std::string_view, 5> kFamilies{"gpt", "o1", "o3", "o4", "chatgpt"};
  // "instruct" models know completions only.
  constexpr std::array<std::string_view, 8> kOtherUses{
      "audio", "image", "realtime", "embedding", "tts", "transcribe", "search", "instruct"};
  return std::any_of(kFamilies.begin(), kFamilies.end(),
                     [&](std::string_view family) { return model.starts_with(family); }) &&
         std::none_of(kOtherUses.begin(), kOtherUses.end(), [&](std::string_view use) {
           return model.find(use) != std::string_view::npos;
         });
}

}  // namespace magic
