// The heights of many things that stand below each other: where each begins, and which is at a place,
// without walking over all of them.
//
// Thread rule: none of its own. Units: points; double, since ten thousand messages are higher than a
// float can tell apart.
#pragma once

#include <cstddef>
#include <vector>

namespace magic {

class Heights {
 public:
  void assign(const std::vector<float>& heights);
  std::size_t size() const { return heights_.size(); }
  float operator[](std::size_t i) const { return heights_[i]; }

  // Each in O(log n).
  void set(std::size_t i, float height);
  double top_of(std::size_t i) const;  // i == size(): of all together
  double total() const { return top_of(size()); }
  // The one that covers `y`; beyond the ends the first or the last. Not for none at all.
  std::size_t at(double y) const;

 private:
  std::vector<float> heights_;
  std::vector<double> sums_;  // a Fenwick tree, from 1: sums_[k] is of the k & -k before and with k
};

}  // namespace magic
