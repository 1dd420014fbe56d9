#include "client-wasm/views/heights.h"

#include <algorithm>

namespace magic {
namespace {

constexpr std::size_t lowest_bit(std::size_t k) { return k & (~k + 1); }

}  // namespace

void Heights::assign(const std::vector<float>& heights) {
  heights_ = heights;
  sums_.assign(heights.size() + 1, 0);
  for (std::size_t k = 1; k < sums_.size(); ++k) {
    sums_[k] += static_cast<double>(heights[k - 1]);
    const std::size_t next = k + lowest_bit(k);
    if (next < sums_.size()) sums_[next] += sums_[k];
  }
}

void Heights::set(std::size_t i, float height) {
  const double more = static_cast<double>(height) - static_cast<double>(heights_[i]);
  heights_[i] = height;
  for (std::size_t k = i + 1; k < sums_.size(); k += lowest_bit(k)) sums_[k] += more;
}

double Heights::top_of(std::size_t i) const {
  double sum = 0;
  for (std::size_t k = i; k > 0; k -= lowest_bit(k)) sum += sums_[k];
  return sum;
}

std::size_t Heights::at(double y) const {
  std::size_t step = 1, k = 0;
  while (step * 2 < sums_.size()) step *= 2;
  for (; step > 0; step /= 2)
    if (k + step < sums_.size() && sums_[k + step] <= y) y -= sums_[k += step];
  return std::min(k, size() - 1);
}

}  // namespace magic
