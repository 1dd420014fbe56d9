#include "shared/turn_requests_json.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace magic;

namespace {

Result<CompareRequest> compare(const std::string& fields) {
  return compare_request_from_json(R"({"message":"x",)" + fields + "}");
}

std::string lanes_error(const std::string& lanes) {
  return compare(R"("lanes":)" + lanes).error().message;
}

}  // namespace

TEST_CASE("a comparison survives the wire") {
  CompareRequest request{"Hi", "s-1", "c-1", false, {}};
  request.lanes.push_back({});
  request.lanes.push_back({Mode::stateful,
                           ProviderId::demo,
                           "m",
                           "Be brief.",
                           50,
                           0.5,
                           {MemoryStrategy::summary, 0, 0, 8}});
  CHECK(compare_request_from_json(to_json(request)).value() == request);
}

TEST_CASE("what stands beside the lanes counts for every lane that does not say otherwise") {
  const CompareRequest request =
      compare(R"("mode":"stateful","provider":"demo","memory":{"strategy":"last_n","n":4},
                 "lanes":[{},{"mode":"stateless"},{"memory":"full","temperature":1}])")
          .value();
  CHECK(request.stream);
  REQUIRE(request.lanes.size() == 3);
  for (const LaneRequest& lane : request.lanes) CHECK(lane.provider == ProviderId::demo);
  CHECK(request.lanes[0].memory == MemoryChoice{MemoryStrategy::last_n, 4});
  CHECK(request.lanes[1].mode == Mode::stateless);
  CHECK(request.lanes[2].memory == MemoryChoice{});
  CHECK(request.lanes[2].temperature == 1);
}

TEST_CASE("a lane with another provider does not take the model over") {
  const CompareRequest request = compare(R"("model":"gpt-5-mini","lanes":[{},{"provider":"ollama"},
                 {"provider":"ollama","model":"llama3.2"}])")
                                     .value();
  CHECK(request.lanes[0].model == "gpt-5-mini");
  CHECK_FALSE(request.lanes[1].model);
  CHECK(request.lanes[2].model == "llama3.2");
}

TEST_CASE("what is wrong in a lane is named with the lane") {
  CHECK(lanes_error(R"([{},{"mode":"x"}])") == "lanes[1].mode must be one of stateless, stateful.");
  CHECK(compare(R"("lanes":[{},{"mode":"x"}])").error().param == "lanes[1].mode");
  CHECK(lanes_error(R"([{"memory":"last_n"},{}])") == "lanes[0].memory.n is missing.");
  CHECK(lanes_error(R"([{},{},{"mode":"stateful","provider":"demo","memory":"provider"}])")
            .starts_with("lanes[2].memory.strategy provider needs provider chatgpt"));
  CHECK(lanes_error(R"([{},7])") == "lanes[1] must be an object.");
  CHECK(compare(R"("mode":"stateful","memory":"provider","lanes":[{},{"provider":"ollama"}])")
            .error()
            .param == "lanes[1].memory.strategy");
}

TEST_CASE("a comparison has two to four lanes") {
  for (const std::string lanes : {"[]", "[{}]", "[{},{},{},{},{}]"}) {
    CHECK(lanes_error(lanes) == "lanes must be 2 to 4 lanes.");
  }
  CHECK(compare(R"("lanes":[{},{},{},{}])"));
  CHECK(lanes_error("null") == "lanes is missing.");
  CHECK(lanes_error("{}") == "lanes must be an array.");
  CHECK(compare_request_from_json(R"({"lanes":[{},{}]})").error().param == "message");
}

TEST_CASE("a replay survives the wire, with everything and with nothing") {
  ReplayRequest request;
  CHECK(replay_request_from_json(to_json(request)).value() == request);
  request.mode = Mode::stateful;
  request.provider = ProviderId::ollama;
  request.model = "m";
  request.memory = MemoryChoice{MemoryStrategy::token_budget, 0, 99};
  request.instructions = "";
  request.max_output_tokens = 7;
  request.temperature = 0.0;
  request.without = {"m0000000001", "m0000000002"};
  request.current = true;
  request.stream = true;
  CHECK(replay_request_from_json(to_json(request)).value() == request);
}

TEST_CASE("a replay leaves out one message or several") {
  const auto without = [](const std::string& json) {
    return replay_request_from_json(R"({"without":)" + json + "}");
  };
  CHECK(without(R"("m1")").value().without == std::set<std::string>{"m1"});
  CHECK(without(R"(["m1","m2","m1"])").value().without == std::set<std::string>{"m1", "m2"});
  CHECK(without("null").value().without.empty());
  for (const std::string wrong : {"7", "{}", R"([7])", R"([[]])", R"("")", R"([""])"}) {
    CHECK(without(wrong).error().param == "without");
  }
  std::string many = R"("m")";
  for (int i = 0; i < 500; ++i) many += R"(,"m")";
  CHECK(without("[" + many + "]").error().param == "without");
}

TEST_CASE("a replay changes only what it says") {
  const LaneRequest original{Mode::stateful,
                             ProviderId::chatgpt,
                             "gpt-5-mini",
                             "Be brief.",
                             50,
                             0.5,
                             {MemoryStrategy::last_n, 4}};
  CHECK(apply(ReplayRequest{}, original) == original);

  ReplayRequest request;
  request.mode = Mode::stateless;
  request.instructions = "";
  LaneRequest changed = apply(request, original);
  CHECK(changed.mode == Mode::stateless);
  CHECK(changed.instructions == "");
  CHECK(changed.model == "gpt-5-mini");

  request.provider = ProviderId::ollama;
  changed = apply(request, original);
  CHECK_FALSE(changed.model);
  request.model = "llama3.2";
  CHECK(apply(request, original).model == "llama3.2");
}

TEST_CASE("a replay at a provider that keeps no conversation has a problem that is named") {
  LaneRequest lane;
  lane.mode = Mode::stateful;
  lane.memory.strategy = MemoryStrategy::provider;
  CHECK_FALSE(lane_problem(lane));
  ReplayRequest request;
  request.provider = ProviderId::demo;
  const auto problem = lane_problem(apply(request, lane));
  REQUIRE(problem);
  CHECK(problem->param == "memory.strategy");
  request.mode = Mode::stateless;
  CHECK_FALSE(lane_problem(apply(request, lane)));
}
