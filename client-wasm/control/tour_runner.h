// Carries out the runs of a TourModel, one after another, each in a session of its own.
//
// Thread rule: UI thread; the runs go on inside Transport::poll().
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "client-wasm/api/proxy_api.h"
#include "client-wasm/model/tour.h"

namespace magic {

class TourRunner {
 public:
  // Both must outlive this. `changed` is called whenever something in the model's runs has changed.
  TourRunner(ProxyApi& api, TourModel& model, std::function<void()> changed);

  // Takes the place of what ran or waited; that is stopped. `other`: see model/tour.h.
  void run(const std::vector<std::size_t>& scenarios, ProviderId provider,
           std::optional<ProviderId> other);
  // What runs ends with the verdict `stopped`, and nothing that waits is begun.
  void stop();

 private:
  void begin_next();
  void go_on(int number);
  TourRun* run_of(int number);
  const TourScenario& scenario() const { return model_.scenarios[*model_.running]; }

  ProxyApi& api_;
  TourModel& model_;
  std::function<void()> changed_;
  ProviderId provider_ = ProviderId::demo;
  std::optional<ProviderId> other_;
  std::optional<RequestId> chat_;
  // Counts the runs: what still comes of an earlier one is of no interest.
  int number_ = 0;
};

}  // namespace magic
