#include "proxy/memory/token_calibration.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include <string>
#include <thread>
#include <vector>

using namespace magic;
using Catch::Approx;

TEST_CASE("estimates are rounded up, and are themselves while nothing is learned") {
  CHECK(calibrated(7, 1.0) == 7);
  CHECK(calibrated(7, 1.01) == 8);
  CHECK(calibrated(0, 2.0) == 0);
  const TokenCalibration calibration;
  CHECK(calibration.factor(ProviderId::ollama, "m") == 1.0);
  CHECK_FALSE(calibration.has_learned(ProviderId::ollama, "m"));
}

TEST_CASE("the factor comes near to what a model reports, prompt by prompt, for that model only") {
  TokenCalibration calibration;
  calibration.learn(ProviderId::ollama, "m", {100, 80});
  CHECK(calibration.factor(ProviderId::ollama, "m") == Approx(0.94));
  CHECK_FALSE(calibration.has_learned(ProviderId::ollama, "m"));
  for (int i = 0; i < 20; ++i) calibration.learn(ProviderId::ollama, "m", {100, 80});
  CHECK(calibration.factor(ProviderId::ollama, "m") == Approx(0.8).margin(0.001));
  CHECK(calibration.has_learned(ProviderId::ollama, "m"));
  CHECK(calibration.factor(ProviderId::ollama, "n") == 1.0);
  CHECK(calibration.factor(ProviderId::chatgpt, "m") == 1.0);
}

TEST_CASE("absurd counts move the factor no further than its bounds") {
  TokenCalibration calibration;
  for (int i = 0; i < 50; ++i) calibration.learn(ProviderId::demo, "m", {100, 100'000});
  CHECK(calibration.factor(ProviderId::demo, "m") <= TokenCalibration::kMost);
  for (int i = 0; i < 50; ++i) calibration.learn(ProviderId::demo, "m", {100'000, 60});
  CHECK(calibration.factor(ProviderId::demo, "m") >= TokenCalibration::kLeast);
}

TEST_CASE("tiny prompts and partial counts teach nothing") {
  TokenCalibration calibration;
  calibration.learn(ProviderId::demo, "m", {49, 90});
  calibration.learn(ProviderId::demo, "m", {100, 10});
  calibration.learn(ProviderId::demo, "m", {100, 60, true});
  CHECK(calibration.factor(ProviderId::demo, "m") == 1.0);
}

TEST_CASE("models without end do not fill the memory") {
  TokenCalibration calibration;
  for (std::size_t i = 0; i < TokenCalibration::kMostModels + 10; ++i)
    calibration.learn(ProviderId::demo, std::to_string(i), {100, 80});
  CHECK(calibration.factor(ProviderId::demo, "0") < 1.0);
  CHECK(calibration.factor(ProviderId::demo, std::to_string(TokenCalibration::kMostModels + 5)) ==
        1.0);
}

TEST_CASE("many threads learn and ask at once") {
  TokenCalibration calibration;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&calibration] {
      for (int i = 0; i < 500; ++i) {
        calibration.learn(ProviderId::demo, "m", {100, 80});
        (void)calibration.factor(ProviderId::demo, "m");
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(calibration.factor(ProviderId::demo, "m") == Approx(0.8).margin(0.001));
}

TEST_CASE("only a clearly shorter prompt than was sent looks cut") {
  CHECK(looks_truncated(1000, 400, false));
  CHECK_FALSE(looks_truncated(1000, 500, false));  // the estimate may be that much too high
  CHECK(looks_truncated(1000, 500, true));
  CHECK_FALSE(looks_truncated(1000, 750, true));
  CHECK_FALSE(looks_truncated(90, 30, true));     // 60 tokens are noise
  CHECK_FALSE(looks_truncated(1000, 0, true));    // no count is no proof
  CHECK_FALSE(looks_truncated(500, 2000, true));  // more than was sent: a hidden system prompt
}
