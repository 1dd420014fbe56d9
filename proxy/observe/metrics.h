// A small registry of metrics, written out in Prometheus' text format 0.0.4.
// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
//
// A family is declared once and lives as long as its registry; its series come into being with
// their first value. Label values are bounded: past kMaxSeries of a family, new combinations are
// counted under "other", so that nothing from outside can fill the memory.
// Thread rule: every method may be called from any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>
#include "proxy/base/mutex.h"

namespace magic {

using Labels = std::vector<std::string>;  // values, in the order of the family's names

// A number for each combination of label values. A counter only rises; a gauge does not promise it.
class MetricFamily {
 public:
  static constexpr std::size_t kMaxSeries = 500;

  void add(const Labels& labels, double amount = 1);
  double value(const Labels& labels) const;  // 0: never added to

 private:
  friend class Metrics;
  MetricFamily(std::string name, std::vector<std::string> label_names);
  std::string text() const;

  const std::string name_;
  const std::vector<std::string> label_names_;
  mutable Mutex mutex_;
  std::map<Labels, double> series_ MAGIC_GUARDED_BY(mutex_);
};

// How many observations were at most so large, for fixed limits, with their sum and number.
class Histogram {
 public:
  void observe(const Labels& labels, double value);
  std::size_t count(const Labels& labels) const;

 private:
  friend class Metrics;
  struct Series {
    std::vector<std::size_t> buckets;  // observations in each, not added up; the last is +Inf
    double sum = 0;
  };
  Histogram(std::string name, std::vector<std::string> label_names, std::vector<double> limits);
  std::string text() const;

  const std::string name_;
  const std::vector<std::string> label_names_;
  const std::vector<double> limits_;  // rising, inclusive
  mutable Mutex mutex_;
  std::map<Labels, Series> series_ MAGIC_GUARDED_BY(mutex_);
};

class Metrics {
 public:
  // `help` is one sentence. References stay good as long as this object.
  MetricFamily& counter(std::string name, std::string help, std::vector<std::string> label_names);
  MetricFamily& gauge(std::string name, std::string help, std::vector<std::string> label_names);
  Histogram& histogram(std::string name, std::string help, std::vector<std::string> label_names,
                       std::vector<double> limits);
  // Asked for each time the text is written; nullopt: not known, and left out.
  void measured(const std::string& name, std::string help,
                std::function<std::optional<double>()> measure);

  std::string text() const;

 private:
  struct Entry {
    std::string name;
    std::string help;
    std::string type;
    std::function<std::string()> text;  // holds the family
  };
  MetricFamily& family(std::string name, std::string help, std::string type,
                       std::vector<std::string> label_names);
  void add(Entry entry);

  mutable Mutex mutex_;
  std::vector<Entry> entries_ MAGIC_GUARDED_BY(mutex_);
};

}  // namespace magic
