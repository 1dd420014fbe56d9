// Providers that send what no provider should: more than was asked for, or what cannot be.
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <string>
#include <thread>

#include "proxy/providers/chat_completions_codec.h"
#include "proxy/providers/ollama_codec.h"
#include "proxy/providers/openai_codec.h"
#include "proxy/providers/upstream_pool.h"
#include "tests/proxy/providers/openai_setup.h"
#include "tests/proxy/providers/upstream_setup.h"

using namespace magic;
using namespace magic::test;
using namespace std::chrono_literals;

namespace {

std::string openai_events(const std::string& usage) {
  return "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n"
         "data: "
         "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"usage\":" +
         usage + "}}\n\n";
}

}  // namespace

TEST_CASE("a kept connection on which something came that nobody asked for is not used again") {
  const std::string answer = whole_answer(200, "text/plain", "an answer");
  FakeUpstream server;
  server.on("GET /", {test::send(answer), hold(), test::send(answer)});
  UpstreamPool pool(base_of(server));
  std::unique_ptr<UpstreamConnection> connection = pool.fresh();
  REQUIRE(connection->client().Get("/"));
  pool.put_idle(std::move(connection));
  connection = pool.take_idle();
  REQUIRE(connection);

  server.release();
  const auto until = std::chrono::steady_clock::now() + 20s;
  while (connection && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(1ms);
    pool.put_idle(std::move(connection));
    connection = pool.take_idle();
  }
  CHECK_FALSE(connection);
}

TEST_CASE("a first line of any length does not take more stack than there is") {
  FakeUpstream server;
  server.on("POST /chat", {test::send("HTTP/1.1 200 " + std::string(32'000, 'y') + "\r\n\r\n"),
                           close_connection()});
  Upstream upstream(base_of(server));
  CHECK(send_to(upstream).end == UpstreamEnd::broken);
}

TEST_CASE("an interim answer is not taken for the answer, nor waited for") {
  FakeUpstream server;
  server.on("POST /chat", {test::send("HTTP/1.1 103 Early Hints\r\n\r\n"), hold()});
  Upstream upstream(base_of(server));
  const Sent sent = send_to(upstream);
  CHECK(sent.end == UpstreamEnd::broken);
  CHECK(sent.head.status == 0);
}

TEST_CASE("a refusal that never ends is told without waiting for the silence of a model at work") {
  const auto began = std::chrono::steady_clock::now();
  OpenAiSetup setup(
      {test::send("HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n\r\n"
                  R"({"error":{"message":"No such key.","code":"invalid_api_key"}})"),
       hold()});
  CHECK(setup.ask().error_says("No such key."));
  CHECK(std::chrono::steady_clock::now() - began < 60s);  // the time-out is 120 s
}

TEST_CASE("a model's name that is none is the one that was asked for") {
  for (const std::string& name :
       {std::string(100'000, 'm'), std::string("m\\u0000"), std::string("<b>")}) {
    OpenAiSetup setup({test::send(
        whole_answer(200, "application/json",
                     R"({"status":"completed","output":[],"model":")" + name + "\"}"))});
    const Answer answer = setup.ask();
    CHECK(answer.end.ending == Ending::completed);
    CHECK(answer.end.model.empty());
  }
}

TEST_CASE("a whole answer is not held past three times the text that is taken") {
  const std::string some(1024 * 1024, 'x');
  FakeReply reply{test::send(chunked_head(200, "application/json")),
                  test::send(chunk("{\"x\":\""))};
  for (int i = 0; i < 12; ++i) reply.push_back(test::send(chunk(some)));
  reply.push_back(hold());
  OpenAiSetup setup(std::move(reply));
  const Answer answer = setup.ask();
  CHECK(answer.end.ending == Ending::upstream_error);
  REQUIRE(answer.end.error);
  CHECK(answer.end.error->message.find("too large") != std::string::npos);
}

TEST_CASE("a number of tokens that cannot be counts as not stated") {
  for (const std::string number : {"-5", "9223372036854775807", "1e300", "\"12\"", "[1]"}) {
    INFO(number);
    const std::string openai = R"({"input_tokens":)" + number + R"(,"output_tokens":)" + number +
                               R"(,"input_tokens_details":{"cached_tokens":)" + number + "}}";
    CHECK(decode(make_openai_stream_decoder, openai_events(openai)).usage == Usage{});
    CHECK(decode(make_ollama_stream_decoder, R"({"done":true,"prompt_eval_count":)" + number +
                                                 R"(,"eval_count":)" + number + "}")
              .usage == Usage{});
    CHECK(decode(make_chat_completions_stream_decoder, R"(data: {"usage":{"prompt_tokens":)" +
                                                           number + R"(,"completion_tokens":)" +
                                                           number + "}}\n\ndata: [DONE]\n\n")
              .usage == Usage{});
  }
}

TEST_CASE("events without data, and pings, are signs of life and no part of an answer") {
  const Decoded openai =
      decode(make_openai_stream_decoder,
             "data:\n\nevent: ping\ndata: ping\n\n" + openai_events("null") + "data:\n\n");
  CHECK(openai.ending == Ending::completed);
  CHECK(openai.text == "Hi");
  CHECK(decode(make_chat_completions_stream_decoder, "data:\n\ndata: [DONE]\n\n").ending ==
        Ending::completed);
}

TEST_CASE("an OpenAI stream that ends without its response object ends as the event says") {
  const std::string text = "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n";
  const auto ending = [&](const std::string& type) {
    return decode(make_openai_stream_decoder, text + "data: {\"type\":\"" + type + "\"}\n\n")
        .ending;
  };
  CHECK(ending("response.completed") == Ending::completed);
  CHECK(ending("response.incomplete") == Ending::length);
  CHECK(ending("response.failed") == Ending::upstream_error);
}
