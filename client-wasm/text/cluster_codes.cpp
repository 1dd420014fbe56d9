#include "client-wasm/text/cluster_codes.h"

#include <string>
#include <vector>

#include "client-wasm/text/clusters.h"
#include "shared/utf8.h"

namespace magic {
namespace {

constexpr char32_t kFirstCode = 0xE000, kCodeCount = 0x1900, kBox = 0x25A1;
// One frame never shows as many new ones as are left then.
constexpr std::size_t kManyCodes = 4400, kManyLines = 4096;

// Strings numbered in the order in which they came. Open addressing: no node for each.
class StringNumbers {
 public:
  std::size_t number_of(std::string_view text) {
    std::size_t slot = slot_of(text);
    if (slots_[slot] == 0) {
      if (texts_.size() * 2 >= slots_.size()) {
        slots_.assign(slots_.size() * 2, 0);
        for (std::size_t i = 0; i < texts_.size(); ++i) slots_[slot_of(texts_[i])] = i + 1;
        slot = slot_of(text);
      }
      texts_.emplace_back(text);
      slots_[slot] = texts_.size();
    }
    return slots_[slot] - 1;
  }
  std::size_t size() const { return texts_.size(); }
  std::string_view text(std::size_t number) const { return texts_[number]; }
  void clear() { *this = StringNumbers(); }

 private:
  std::size_t slot_of(std::string_view text) const {
    std::uint32_t hash = 2166136261u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    std::size_t slot = hash & (slots_.size() - 1);
    while (slots_[slot] != 0 && texts_[slots_[slot] - 1] != text)
      slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }

  std::vector<std::string> texts_;
  std::vector<std::size_t> slots_ = std::vector<std::size_t>(1024, 0);  // number + 1; 0: free
};

struct Codes {
  StringNumbers clusters;
  StringNumbers lines;             // that were drawn, a letter for the direction before each
  std::vector<std::string> drawn;  // by the line's number
};
Codes& codes() {
  static Codes only;
  return only;
}

char32_t code_of(std::string_view cluster) {
  const std::size_t number = codes().clusters.number_of(cluster);
  return number < kCodeCount ? static_cast<char32_t>(kFirstCode + number) : kBox;
}

std::string drawn_anew(std::string_view text, const Direction* base) {
  std::vector<Cluster> clusters;
  ClusterReader reader(text);
  for (Cluster cluster; reader.next(cluster);) clusters.push_back(cluster);
  std::vector<BidiLevel> levels = cluster_levels(text, base).of_clusters;
  levels.resize(clusters.size());
  std::string drawn;
  for (const std::size_t i : visual_order(levels)) {
    const Cluster& cluster = clusters[i];
    append_utf8(drawn, cluster.whole
                           ? code_of(text.substr(cluster.begin, cluster.end - cluster.begin))
                       : levels[i] % 2 != 0 ? mirrored(cluster.character)
                                            : cluster.character);
  }
  return drawn;
}

}  // namespace

std::string_view drawn_text(std::string_view text, const Direction* base) {
  const bool turned = base != nullptr && *base == Direction::right_to_left;
  if (!turned && is_plain(text)) return text;
  Codes& all = codes();
  std::string key(1, base == nullptr ? '?' : turned ? '<' : '>');
  const std::size_t number = all.lines.number_of(key.append(text));
  if (number == all.drawn.size()) all.drawn.push_back(drawn_anew(text, base));
  return all.drawn[number];
}

std::string_view text_of_code(char32_t code) {
  const std::size_t number = code - kFirstCode;
  return code >= kFirstCode && number < codes().clusters.size() ? codes().clusters.text(number)
                                                                : std::string_view();
}

bool take_back_codes() {
  Codes& all = codes();
  const bool many = all.clusters.size() > kManyCodes;
  if (many) all.clusters.clear();
  if (many || all.lines.size() > kManyLines) {
    all.lines.clear();
    all.drawn.clear();
  }
  return many;
}

}  // namespace magic
