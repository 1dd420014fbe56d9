#include "proxy/observe/metrics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <utility>

namespace magic {
namespace {

std::string number(double value) {
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  if (std::isnan(value)) return "NaN";
  std::array<char, 32> text;
  // The shortest form that reads back as the same number; 1 is "1".
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return std::string(text.data(), end);
}

// In a label's value, backslash, quote and line feed are escaped; in a help text, not the quote.
std::string escaped(const std::string& text, bool quotes) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '\\' || (c == '"' && quotes)) out += '\\';
      out += c;
    }
  }
  return out;
}

// {a="x",b="y"}, or nothing. `last` is one more pair, already written.
std::string braces(const std::vector<std::string>& names, const Labels& values,
                   const std::string& last = {}) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i)
    out += (out.empty() ? "" : ",") + names[i] + "=\"" + escaped(values[i], true) + "\"";
  if (!last.empty()) out += (out.empty() ? "" : ",") + last;
  return out.empty() ? out : "{" + out + "}";
}

// The series to count in: that of the labels, or "other" once there are too many.
template <class Series>
Series& series_of(std::map<Labels, Series>& all, const Labels& given, std::size_t label_count) {
  Labels labels = given;
  labels.resize(label_count);
  const auto known = all.find(labels);
  if (known != all.end()) return known->second;
  if (all.size() >= MetricFamily::kMaxSeries) std::fill(labels.begin(), labels.end(), "other");
  return all[labels];
}

}  // namespace

MetricFamily::MetricFamily(std::string name, std::vector<std::string> label_names)
    : name_(std::move(name)), label_names_(std::move(label_names)) {}

void MetricFamily::add(const Labels& labels, double amount) {
  const Lock lock(mutex_);
  series_of(series_, labels, label_names_.size()) += amount;
}

double MetricFamily::value(const Labels& labels) const {
  const Lock lock(mutex_);
  const auto known = series_.find(labels);
  return known == series_.end() ? 0 : known->second;
}

std::string MetricFamily::text() const {
  const Lock lock(mutex_);
  std::string out;
  for (const auto& [labels, value] : series_)
    out += name_ + braces(label_names_, labels) + " " + number(value) + "\n";
  return out;
}

Histogram::Histogram(std::string name, std::vector<std::string> label_names,
                     std::vector<double> limits)
    : name_(std::move(name)), label_names_(std::move(label_names)), limits_(std::move(limits)) {}

void Histogram::observe(const Labels& labels, double value) {
  const auto bucket = static_cast<std::size_t>(
      std::lower_bound(limits_.begin(), limits_.end(), value) - limits_.begin());
  const Lock lock(mutex_);
  Series& series = series_of(series_, labels, label_names_.size());
  series.buckets.resize(limits_.size() + 1);
  ++series.buckets[bucket];
  series.sum += value;
}

std::size_t Histogram::count(const Labels& labels) const {
  const Lock lock(mutex_);
  const auto known = series_.find(labels);
  std::size_t count = 0;
  if (known != series_.end())
    for (const std::size_t each : known->second.buckets) count += each;
  return count;
}

std::string Histogram::text() const {
  const Lock lock(mutex_);
  std::string out;
  for (const auto& [labels, series] : series_) {
    std::size_t count = 0;
    for (std::size_t i = 0; i <= limits_.size(); ++i) {
      count += series.buckets[i];
      const std::string limit = i < limits_.size() ? number(limits_[i]) : "+Inf";
      out += name_ + "_bucket" + braces(label_names_, labels, "le=\"" + limit + "\"") + " " +
             std::to_string(count) + "\n";
    }
    out += name_ + "_sum" + braces(label_names_, labels) + " " + number(series.sum) + "\n";
    out += name_ + "_count" + braces(label_names_, labels) + " " + std::to_string(count) + "\n";
  }
  return out;
}

void Metrics::add(Entry entry) {
  const Lock lock(mutex_);
  entries_.push_back(std::move(entry));
}

MetricFamily& Metrics::counter(std::string name, std::string help,
                               std::vector<std::string> label_names) {
  return family(std::move(name), std::move(help), "counter", std::move(label_names));
}

MetricFamily& Metrics::gauge(std::string name, std::string help,
                             std::vector<std::string> label_names) {
  return family(std::move(name), std::move(help), "gauge", std::move(label_names));
}

MetricFamily& Metrics::family(std::string name, std::string help, std::string type,
                              std::vector<std::string> label_names) {
  std::unique_ptr<MetricFamily> made(new MetricFamily(name, std::move(label_names)));
  MetricFamily& family = *made;
  add({std::move(name), std::move(help), std::move(type),
       [held = std::shared_ptr(std::move(made))] { return held->text(); }});
  return family;
}

Histogram& Metrics::histogram(std::string name, std::string help,
                              std::vector<std::string> label_names, std::vector<double> limits) {
  std::unique_ptr<Histogram> made(new Histogram(name, std::move(label_names), std::move(limits)));
  Histogram& histogram = *made;
  add({std::move(name), std::move(help), "histogram",
       [held = std::shared_ptr(std::move(made))] { return held->text(); }});
  return histogram;
}

void Metrics::measured(const std::string& name, std::string help,
                       std::function<std::optional<double>()> measure) {
  add({name, std::move(help), "gauge", [name, measure = std::move(measure)] {
         const std::optional<double> value = measure();
         return value ? name + " " + number(*value) + "\n" : std::string();
       }});
}

std::string Metrics::text() const {
  const Lock lock(mutex_);
  std::string out;
  for (const Entry& entry : entries_)
    out += "# HELP " + entry.name + " " + escaped(entry.help, false) + "\n# TYPE " + entry.name +
           " " + entry.type + "\n" + entry.text();
  return out;
}

}  // namespace magic
