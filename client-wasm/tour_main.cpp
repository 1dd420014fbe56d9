// The tour on the command line: says what the scenarios say, checks the answers, prints each step.
//   memory-magic-tour [--proxy http://127.0.0.1:9090] [--provider demo] [--only ID]
// The proxy's address may also be in the environment's PROXY_URL.
// Exit code: 0 all that could be shown passed, 1 not so, 2 wrong options.
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "client-wasm/api/transport_native.h"
#include "client-wasm/control/tour_runner.h"
#include "client-wasm/control/tour_scenarios.h"

namespace magic {
namespace {

constexpr int kPassed = 0, kNotPassed = 1, kWrongOptions = 2;
constexpr std::size_t kShownCharacters = 160;

struct Options {
  std::string proxy_url = "http://127.0.0.1:9090";
  ProviderId provider = ProviderId::demo;
  std::string only;  // empty: all
};

// Sleeps until the transport has something to deliver.
class Doorbell {
 public:
  void ring() {
    {
      const std::lock_guard lock(mutex_);
      rung_ = true;
    }
    condition_.notify_one();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    condition_.wait(lock, [this] { return rung_; });
    rung_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable condition_;
  bool rung_ = false;  // guarded by mutex_
};

int explain(const std::string& problem) {
  std::fprintf(stderr,
               "%s\n\nusage: memory-magic-tour [--proxy URL] [--provider chatgpt|ollama|demo] "
               "[--only ID]\n\nThe scenarios:\n",
               problem.c_str());
  for (const TourScenario& scenario : tour_scenarios())
    std::fprintf(stderr, "  %-20s %s\n", scenario.id.c_str(), scenario.shows.c_str());
  return kWrongOptions;
}

// What is wrong with the options; empty: nothing.
std::string read_options(const std::vector<std::string>& words, Options& options) {
  for (std::size_t i = 0; i < words.size(); i += 2) {
    if (words[i] != "--proxy" && words[i] != "--provider" && words[i] != "--only")
      return "There is no option " + words[i] + ".";
    if (i + 1 == words.size()) return "The option " + words[i] + " needs a value.";
    const std::string& value = words[i + 1];
    if (words[i] == "--proxy") {
      options.proxy_url = value;
    } else if (words[i] == "--only") {
      options.only = value;
    } else if (const std::optional<ProviderId> provider = provider_from(value)) {
      options.provider = *provider;
    } else {
      return "There is no provider " + value + ".";
    }
  }
  return {};
}

const char* said(TourVerdict verdict) {
  switch (verdict) {
    case TourVerdict::running:
      return "running";
    case TourVerdict::passed:
      return "passed";
    case TourVerdict::failed:
      return "FAILED";
    case TourVerdict::skipped:
      return "skipped";
    case TourVerdict::stopped:
      return "stopped";
  }
  return "";
}

// Prints what has ended since it was called last.
class Printer {
 public:
  explicit Printer(const TourModel& model) : model_(model), steps_(model.scenarios.size(), 0) {}

  void print() {
    for (std::size_t i = 0; i < model_.runs.size(); ++i)
      if (model_.runs[i]) print(model_.scenarios[i], *model_.runs[i], steps_[i]);
    std::fflush(stdout);
  }

 private:
  // `printed` counts the steps, after the title (1) and before the verdict (kAll).
  static constexpr std::size_t kAll = static_cast<std::size_t>(-1);

  static void print(const TourScenario& scenario, const TourRun& run, std::size_t& printed) {
    if (printed == kAll) return;
    if (printed == 0) {
      std::printf("%s (%s)\n%s\n", scenario.title.c_str(), scenario.id.c_str(),
                  scenario.shows.c_str());
      ++printed;
    }
    for (; printed <= run.steps.size(); ++printed) {
      const TourStepRun& step = run.steps[printed - 1];
      if (!step.verdict || step.verdict == TourVerdict::running) break;
      print(scenario.steps[printed - 1], step, printed);
    }
    if (run.verdict == TourVerdict::running) return;
    std::printf("%s%s%s\n\n", said(run.verdict), run.reason.empty() ? "" : ": ",
                run.reason.c_str());
    printed = kAll;
  }

  static void print(const TourStep& step, const TourStepRun& run, std::size_t number) {
    const std::string done = shortened(what_is_done(step), kShownCharacters);
    std::printf("  %zu. %s", number, done.c_str());
    if (step.kind == TourStepKind::say)
      std::printf("  [%s, %s]\n     > %s", std::string(name_of(run.provider)).c_str(),
                  memory_of(step).c_str(), shortened(run.answer, kShownCharacters).c_str());
    std::printf("\n");
    if (!run.reason.empty()) std::printf("     %s: %s\n", said(*run.verdict), run.reason.c_str());
  }

  const TourModel& model_;
  std::vector<std::size_t> steps_;
};

// Why the tour cannot be run there; empty: it can.
std::string why_not(const Result<Health>& health, ProviderId provider) {
  if (!health) return health.error().message;
  if (!health.value().store_available) return health.value().store_reason;
  for (const ProviderStatus& status : health.value().providers)
    if (status.id == provider) return status.available ? "" : status.reason;
  return "The proxy does not know that provider.";
}

int run_tour(const Options& options) {
  TourModel model;
  model.scenarios = tour_scenarios();
  model.runs.resize(model.scenarios.size());
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < model.scenarios.size(); ++i)
    if (options.only.empty() || options.only == model.scenarios[i].id) wanted.push_back(i);
  if (wanted.empty()) return explain("There is no scenario " + options.only + ".");

  Doorbell bell;
  const auto transport = make_native_transport(options.proxy_url, [&bell] { bell.ring(); });
  ProxyApi api(*transport);
  Printer printer(model);
  TourRunner runner(api, model, [] {});

  std::optional<std::string> problem;
  api.health([&](const Result<Health>& health) {
    problem = why_not(health, options.provider);
    if (problem->empty())
      runner.run(wanted, options.provider, other_provider(health.value(), options.provider));
  });
  while (!problem || model.running) {
    bell.wait();
    transport->poll();
    printer.print();
  }
  if (!problem->empty()) {
    std::fprintf(stderr, "%s\n", problem->c_str());
    return kNotPassed;
  }
  const TourCount count = count_verdicts(model);
  std::printf("%s\n", said(count).c_str());
  return count.passed > 0 && count.failed == 0 ? kPassed : kNotPassed;
}

}  // namespace
}  // namespace magic

int main(int argc, char** argv) {
  // A connection that the proxy has closed is an error to be told, not the end of this program.
  std::signal(SIGPIPE, SIG_IGN);
  magic::Options options;
  if (const char* url = std::getenv("PROXY_URL")) options.proxy_url = url;
  const std::string problem =
      magic::read_options(std::vector<std::string>(argv + 1, argv + argc), options);
  return problem.empty() ? magic::run_tour(options) : magic::explain(problem);
}
