#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <string>
#include <thread>

#include "tests/proxy/providers/upstream_setup.h"

using namespace magic;
using namespace magic::test;
using namespace std::chrono_literals;

// The times here are long enough for a busy machine: what must come in time has a second or more.

TEST_CASE("a connect that nobody answers ends after its own time") {
  const DeafListener listener;
  Upstream upstream(listener.address());
  UpstreamRequest request = post();
  request.connect_timeout = 200ms;
  CHECK(send_to(upstream, request).end == UpstreamEnd::connect_timeout);
}

TEST_CASE("a server that does not begin to answer in time is told from one that falls silent") {
  FakeUpstream server;
  server.on("POST /chat", {hold()});
  Upstream upstream(base_of(server));
  UpstreamRequest request = post();
  request.first_byte_timeout = 200ms;
  CHECK(send_to(upstream, request).end == UpstreamEnd::no_first_byte);
  CHECK(server.wait_for_hang_ups(1));
}

TEST_CASE("the time for the first byte does not count once it has come") {
  FakeUpstream server;
  server.on("POST /chat", {test::send(chunked_head(200, "text/plain")), pause(2500ms),
                           test::send(chunk("late")), test::send(last_chunk())});
  Upstream upstream(base_of(server));
  UpstreamRequest request = post();
  request.first_byte_timeout = 2000ms;
  const Sent sent = send_to(upstream, request);
  CHECK(sent.end == UpstreamEnd::whole);
  CHECK(sent.body == "late");
}

TEST_CASE("a model that is slow to start may be given more time than one that has begun") {
  FakeUpstream server;
  server.on("POST /chat", {pause(2500ms), test::send(whole_answer(200, "text/plain", "loaded"))});
  Upstream upstream(base_of(server));
  UpstreamRequest request = post();
  request.first_byte_timeout = 20s;
  request.silence_timeout = 2000ms;
  CHECK(send_to(upstream, request).body == "loaded");
}

TEST_CASE("an answer that drips for ever ends when the whole has taken too long") {
  for (const bool is_framed : {true, false}) {
    FakeUpstream server;
    FakeReply reply = streamed_answer("text/plain", std::string(2000, 'x'), 1, 10ms);
    if (!is_framed)
      reply.front() = test::send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
    server.on("POST /chat", reply);
    Upstream upstream(base_of(server));
    UpstreamRequest request = post();
    request.total_timeout = 500ms;
    const Sent sent = send_to(upstream, request);
    CHECK(sent.end == UpstreamEnd::total_timeout);
    CHECK(sent.body.size() < 2000);
  }
}

TEST_CASE("while the reader is slow, the server does not count as silent") {
  FakeUpstream server;
  server.on("POST /chat", {test::send(chunked_head(200, "text/plain")), test::send(chunk("a")),
                           test::send(chunk("b")), test::send(last_chunk())});
  Upstream upstream(base_of(server));
  UpstreamRequest request = post();
  request.silence_timeout = 1500ms;
  RecordingReceiver receiver;
  receiver.on_bytes = [] { std::this_thread::sleep_for(1700ms); };
  CancelToken cancel;
  CHECK(upstream.send(request, receiver, cancel) == UpstreamEnd::whole);
  CHECK(receiver.body == "ab");
}

TEST_CASE("a connection that a deadline cut is never used again") {
  FakeUpstream server;
  server.on("POST /chat", {test::send(whole_answer(200, "text/plain", "a"))});
  server.on("POST /chat", {hold()});
  server.on("POST /chat", {test::send(whole_answer(200, "text/plain", "b"))});
  Upstream upstream(base_of(server));
  CHECK(send_to(upstream).body == "a");
  UpstreamRequest request = post();
  request.first_byte_timeout = 200ms;
  CHECK(send_to(upstream, request).end == UpstreamEnd::no_first_byte);
  CHECK(send_to(upstream).body == "b");
  CHECK(server.requests().back().connection == 2);
}

TEST_CASE("the head tells how long it took, and what OpenAI says beside the answer") {
  FakeUpstream server;
  server.on("POST /chat", {pause(60ms), test::send(whole_answer(200, "text/plain", "a",
                                                                "x-request-id: req_1\r\n"
                                                                "x-should-retry: false\r\n"))});
  Upstream upstream(base_of(server));
  const Sent sent = send_to(upstream);
  CHECK(sent.head.first_byte_ms >= 50);
  CHECK(sent.head.request_id == "req_1");
  CHECK(sent.head.should_retry == "false");
}

TEST_CASE("deadlines of many requests at once ring for their own connections only") {
  FakeUpstream server;
  server.on("POST /chat", streamed_answer("text/plain", "answer", 1, 30ms));
  server.on("POST /silent", {hold()});
  Upstream upstream(base_of(server));
  std::vector<std::thread> silent;
  std::atomic<int> cut = 0;
  for (int i = 0; i < 8; ++i)
    silent.emplace_back([&, i] {
      UpstreamRequest request = post();
      request.path = "/silent";
      request.first_byte_timeout = std::chrono::milliseconds(20 + 20 * i);
      cut += send_to(upstream, request).end == UpstreamEnd::no_first_byte;
    });
  for (int i = 0; i < 4; ++i) CHECK(send_to(upstream).body == "answer");
  for (std::thread& thread : silent) thread.join();
  CHECK(cut == 8);
}
