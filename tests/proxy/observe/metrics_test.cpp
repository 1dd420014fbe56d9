#include <catch2/catch_test_macros.hpp>

#include <condition_variable>
#include <cstddef>
#include <limits>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "proxy/observe/metrics.h"
#include "proxy/observe/process_metrics.h"

using namespace magic;

namespace {

std::size_t lines_with(const std::string& text, const std::string& words) {
  std::size_t count = 0;
  for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1))
    ++count;
  return count;
}

// The value of the series that is exactly so named.
double value_of(const std::string& text, const std::string& series) {
  const std::size_t at = text.find("\n" + series + " ");
  REQUIRE(at != std::string::npos);
  return std::stod(text.substr(at + series.size() + 2));
}

}  // namespace

TEST_CASE("a counter is written with its help, its type, and a line for each combination") {
  Metrics metrics;
  MetricFamily& requests = metrics.counter("requests_total", "Requests.", {"method", "status"});
  requests.add({"GET", "200"});
  requests.add({"GET", "200"});
  requests.add({"POST", "503"}, 2.5);
  CHECK(metrics.text() ==
        "# HELP requests_total Requests.\n"
        "# TYPE requests_total counter\n"
        "requests_total{method=\"GET\",status=\"200\"} 2\n"
        "requests_total{method=\"POST\",status=\"503\"} 2.5\n");
}

TEST_CASE("a metric without labels has no braces, and a gauge may fall") {
  Metrics metrics;
  MetricFamily& open = metrics.gauge("open", "Open now.", {});
  open.add({});
  open.add({}, -1);
  CHECK(metrics.text() == "# HELP open Open now.\n# TYPE open gauge\nopen 0\n");
}

TEST_CASE("a histogram's buckets add up, limits belong to their bucket, and +Inf is the count") {
  Metrics metrics;
  Histogram& seconds = metrics.histogram("took_seconds", "Time.", {"route"}, {0.1, 1});
  for (const double value : {0.05, 0.1, 0.5, 7.0}) seconds.observe({"/chat"}, value);
  CHECK(metrics.text() ==
        "# HELP took_seconds Time.\n"
        "# TYPE took_seconds histogram\n"
        "took_seconds_bucket{route=\"/chat\",le=\"0.1\"} 2\n"
        "took_seconds_bucket{route=\"/chat\",le=\"1\"} 3\n"
        "took_seconds_bucket{route=\"/chat\",le=\"+Inf\"} 4\n"
        "took_seconds_sum{route=\"/chat\"} 7.65\n"
        "took_seconds_count{route=\"/chat\"} 4\n");
}

TEST_CASE("quotes, backslashes and line feeds of a label cannot forge another line") {
  Metrics metrics;
  metrics.counter("c", "A \\ and\na line.", {"l"}).add({"a\"} 1\nforged{x=\"\\"});
  CHECK(metrics.text() ==
        "# HELP c A \\\\ and\\na line.\n"
        "# TYPE c counter\n"
        "c{l=\"a\\\"} 1\\nforged{x=\\\"\\\\\"} 1\n");
}

TEST_CASE("past the most series of a family, new label values are counted under other") {
  Metrics metrics;
  MetricFamily& family = metrics.counter("c_total", "C.", {"l"});
  Histogram& histogram = metrics.histogram("h", "H.", {"l"}, {1});
  const std::size_t twice = MetricFamily::kMaxSeries * 2;
  for (std::size_t i = 0; i < twice; ++i) {
    family.add({std::to_string(i)});
    histogram.observe({std::to_string(i)}, 0.5);
  }
  CHECK(family.value({"0"}) == 1);
  CHECK(family.value({"other"}) == static_cast<double>(twice - MetricFamily::kMaxSeries));
  CHECK(histogram.count({"other"}) == twice - MetricFamily::kMaxSeries);
  CHECK(lines_with(metrics.text(), "c_total{") == MetricFamily::kMaxSeries + 1);
}

TEST_CASE("a measured value is asked for each time, and left out where it is not known") {
  Metrics metrics;
  std::optional<double> now = 1;
  metrics.measured("m", "M.", [&now] { return now; });
  CHECK(metrics.text().ends_with("m 1\n"));
  now = std::numeric_limits<double>::infinity();
  CHECK(metrics.text().ends_with("m +Inf\n"));
  now = std::nullopt;
  CHECK(metrics.text().ends_with("# TYPE m gauge\n"));
}

TEST_CASE("nothing is lost when many threads count and somebody reads") {
  Metrics metrics;
  MetricFamily& counter = metrics.counter("c", "C.", {"l"});
  Histogram& histogram = metrics.histogram("h", "H.", {}, {1, 2});
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 1000; ++i) {
        counter.add({t % 2 == 0 ? "even" : "odd"});
        histogram.observe({}, i % 3);
        if (i % 100 == 0) (void)metrics.text();
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(counter.value({"even"}) == 4000);
  CHECK(counter.value({"odd"}) == 4000);
  CHECK(histogram.count({}) == 8000);
}

TEST_CASE("the process tells its memory, files, threads and start") {
  Metrics metrics;
  add_process_metrics(metrics);
  std::thread([] {}).join();  // with the first one ThreadSanitizer begins a thread of its own
  const std::string before = metrics.text();
  CHECK(value_of(before, "process_resident_memory_bytes") > 1e6);
  CHECK(value_of(before, "process_start_time_seconds") > 1.6e9);
  CHECK(value_of(before, "process_open_fds") >= 3);

  bool wait = true;
  std::mutex mutex;
  std::condition_variable ended;
  std::thread other([&] {
    std::unique_lock lock(mutex);
    ended.wait(lock, [&] { return !wait; });
  });
  CHECK(value_of(metrics.text(), "process_threads") == value_of(before, "process_threads") + 1);
  {
    const std::lock_guard lock(mutex);
    wait = false;
  }
  ended.notify_all();
  other.join();
}
