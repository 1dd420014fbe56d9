#include "proxy/observe/process_metrics.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>

namespace magic {
namespace {

std::string read_all(const char* path) {
  std::ifstream in(path);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// The word at `place`, counted from 0.
std::optional<double> number_at(const std::string& text, int place) {
  std::istringstream words(text);
  std::string word;
  for (int i = 0; i < place; ++i) words >> word;
  double number = 0;
  if (!(words >> number)) return std::nullopt;
  return number;
}

// Field `number` of /proc/self/stat, counted from 1 as proc(5) does. The second one is the
// program's name in parentheses and may hold spaces, so reading begins behind it.
std::optional<double> stat_field(int number) {
  const std::string stat = read_all("/proc/self/stat");
  const std::size_t end_of_name = stat.rfind(')');
  if (end_of_name == std::string::npos) return std::nullopt;
  return number_at(stat.substr(end_of_name + 1), number - 3);
}

// Seconds since 1970: when the machine started, and so long after it this process.
std::optional<double> start_time() {
  constexpr int kStartTicks = 22;
  const std::string stat = read_all("/proc/stat");
  const std::size_t line = stat.find("btime ");
  const std::optional<double> ticks = stat_field(kStartTicks);
  if (line == std::string::npos || !ticks) return std::nullopt;
  const std::optional<double> boot = number_at(stat.substr(line), 1);
  if (!boot) return std::nullopt;
  return *boot + *ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::optional<double> resident_bytes() {
  const std::optional<double> pages = number_at(read_all("/proc/self/statm"), 1);
  if (!pages) return std::nullopt;
  return *pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

std::optional<double> open_files() {
  std::error_code problem;
  const std::filesystem::directory_iterator files("/proc/self/fd", problem);
  if (problem) return std::nullopt;
  const auto count = std::distance(begin(files), end(files));
  return static_cast<double>(count - 1);  // without the one that reads the folder
}

}  // namespace

void add_process_metrics(Metrics& metrics) {
  constexpr int kThreads = 20;
  metrics.measured("process_start_time_seconds", "When the process started, in seconds since 1970.",
                   [started = start_time()] { return started; });
  metrics.measured("process_resident_memory_bytes", "Memory that is really in use.",
                   resident_bytes);
  metrics.measured("process_open_fds", "Open files and sockets.", open_files);
  metrics.measured("process_threads", "Threads.", [] { return stat_field(kThreads); });
}

}  // namespace magic
