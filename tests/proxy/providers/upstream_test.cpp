#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <future>
#include <string>
#include <thread>

#include "tests/proxy/providers/upstream_setup.h"

using namespace magic;
using namespace magic::test;
using namespace std::chrono_literals;

namespace {

// A port on which nothing listens any more.
BaseUrl unused_address() {
  const FakeUpstream gone;
  return base_of(gone);
}

}  // namespace

TEST_CASE("a request carries its own headers and nothing else") {
  FakeUpstream server;
  server.on("POST /chat", {test::send(whole_answer(200, "application/json", "{}"))});
  Upstream upstream(base_of(server));
  UpstreamRequest request = post(R"({"a":"中"})");
  request.api_key = Secret("key-1");
  REQUIRE(send_to(upstream, request).end == UpstreamEnd::whole);

  const FakeRequest received = server.requests().at(0);
  CHECK(received.body == R"({"a":"中"})");
  CHECK(received.headers.at("authorization") == "Bearer key-1");
  CHECK(received.headers.at("content-type") == "application/json");
  CHECK(received.headers.at("content-length") == "11");
  CHECK(received.headers.at("host") == "127.0.0.1:" + std::to_string(server.port()));
  CHECK(received.headers.at("accept-encoding") == "identity");
  CHECK(received.headers.at("user-agent").starts_with("memory-magic/"));
  std::size_t others = 0;
  for (const auto& [name, value] : received.headers)
    if (name != "connection" && name != "accept") ++others;
  CHECK(others == 6);
}

TEST_CASE("a request without key and body is a GET without authorization") {
  FakeUpstream server;
  server.on("GET /models", {test::send(whole_answer(200, "application/json", "{}"))});
  Upstream upstream(base_of(server));
  UpstreamRequest request;
  request.path = "/models";
  CHECK(send_to(upstream, request).end == UpstreamEnd::whole);
  CHECK_FALSE(server.requests().at(0).headers.contains("authorization"));
}

TEST_CASE("status, media type and Retry-After of an answer are given") {
  FakeUpstream server;
  server.on("POST /chat", {test::send(whole_answer(429, "Application/JSON; charset=utf-8", "slow",
                                                   "Retry-After: 7\r\nretry-after-ms: 6500\r\n"))});
  Upstream upstream(base_of(server));
  const Sent sent = send_to(upstream);
  CHECK(sent.end == UpstreamEnd::whole);
  CHECK(sent.head.status == 429);
  CHECK(sent.head.content_type == "application/json");
  CHECK(sent.head.retry_after == "7");
  CHECK(sent.head.retry_after_ms == "6500");
  CHECK(sent.body == "slow");
}

TEST_CASE("a body comes while it is being sent") {
  FakeUpstream server;
  server.on("POST /chat",
            {test::send(chunked_head(200, "text/event-stream")), test::send(chunk("first")), hold(),
             test::send(chunk(" second")), test::send(last_chunk())});
  Upstream upstream(base_of(server));
  RecordingReceiver receiver;
  // The rest is only sent once the first bytes have arrived here.
  receiver.on_bytes = [&] { server.release(); };
  CancelToken cancel;
  CHECK(upstream.send(post(), receiver, cancel) == UpstreamEnd::whole);
  CHECK(receiver.body == "first second");
}

TEST_CASE("requests one after another share a connection, requests at once do not") {
  FakeUpstream server;
  server.on("POST /chat", {test::send(whole_answer(200, "text/plain", "a"))});
  server.on("POST /slow", {hold(), test::send(whole_answer(200, "text/plain", "b"))});
  Upstream upstream(base_of(server));
  CHECK(send_to(upstream).end == UpstreamEnd::whole);
  CHECK(send_to(upstream).end == UpstreamEnd::whole);

  UpstreamRequest slow = post();
  slow.path = "/slow";
  std::future<Sent> pending =
      std::async(std::launch::async, [&] { return send_to(upstream, slow); });
  REQUIRE(server.wait_for_requests(3));
  CHECK(send_to(upstream).end == UpstreamEnd::whole);
  server.release();
  CHECK(pending.get().body == "b");

  const auto requests = server.requests("POST /chat");
  REQUIRE(requests.size() == 3);
  CHECK(requests[0].connection == requests[1].connection);
  CHECK(server.requests("POST /slow").at(0).connection == requests[0].connection);
  CHECK(requests[2].connection != requests[0].connection);
}

TEST_CASE("a kept connection that the server closes on the next request is replaced once") {
  FakeUpstream server;
  server.on("POST /chat", {test::send(whole_answer(200, "text/plain", "a"))});
  server.on("POST /chat", {close_connection()});  // read the request, said nothing
  server.on("POST /chat", {test::send(whole_answer(200, "text/plain", "b"))});
  Upstream upstream(base_of(server));
  CHECK(send_to(upstream).body == "a");
  const Sent second = send_to(upstream);
  CHECK(second.end == UpstreamEnd::whole);
  CHECK(second.body == "b");
  REQUIRE(server.requests().size() == 3);
  CHECK(server.requests()[2].connection == 2);
}

TEST_CASE("a fresh connection that breaks off is not tried again") {
  FakeUpstream server;
  server.on("POST /chat", {close_connection()});
  Upstream upstream(base_of(server));
  CHECK(send_to(upstream).end == UpstreamEnd::broken);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a request is not sent again once any of the answer has come") {
  FakeUpstream server;
  server.on("POST /chat", {test::send(whole_answer(200, "text/plain", "a"))});
  server.on("POST /chat", {test::send(chunked_head(200, "text/plain")), test::send(chunk("half")),
                           reset_connection()});
  Upstream upstream(base_of(server));
  CHECK(send_to(upstream).end == UpstreamEnd::whole);
  const Sent second = send_to(upstream);
  CHECK(second.end == UpstreamEnd::broken);
  CHECK(second.body == "half");
  CHECK(server.requests().size() == 2);
}

TEST_CASE("a connection whose answer was not read to its end is never used again") {
  FakeUpstream server;
  server.on("POST /chat", {test::send(chunked_head(200, "text/plain")), test::send(chunk("a")),
                           test::send(chunk("b")), hold()});
  server.on("POST /chat", {test::send(whole_answer(200, "text/plain", "c"))});
  Upstream upstream(base_of(server));
  RecordingReceiver receiver;
  receiver.want = UpstreamReceiver::Want::hang_up;
  CancelToken cancel;
  CHECK(upstream.send(post(), receiver, cancel) == UpstreamEnd::stopped);
  CHECK(server.wait_for_hang_ups(1));
  CHECK(send_to(upstream).body == "c");
  CHECK(server.requests().at(1).connection == 2);
}

TEST_CASE("a body without length ends with the connection, or when nothing more is wanted") {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
  FakeUpstream server;
  server.on("POST /chat", {test::send(head + "all"), close_connection()});
  server.on("POST /chat", {test::send(head + "all"), hold()});
  Upstream upstream(base_of(server));
  CHECK(send_to(upstream).end == UpstreamEnd::whole);
  RecordingReceiver receiver;
  receiver.want = UpstreamReceiver::Want::nothing_more;
  CancelToken cancel;
  CHECK(upstream.send(post(), receiver, cancel) == UpstreamEnd::stopped);
  CHECK(receiver.body == "all");
}

TEST_CASE("when nothing more is wanted, a chunked body is still read to its end") {
  FakeUpstream server;
  server.on("POST /chat", {test::send(chunked_head(200, "text/plain")), test::send(chunk("done")),
                           pause(20ms), test::send(chunk("more")), test::send(last_chunk())});
  Upstream upstream(base_of(server));
  RecordingReceiver receiver;
  receiver.want = UpstreamReceiver::Want::nothing_more;
  CancelToken cancel;
  CHECK(upstream.send(post(), receiver, cancel) == UpstreamEnd::whole);
  CHECK(receiver.body == "done");
  CHECK(send_to(upstream).end == UpstreamEnd::whole);
  CHECK(server.requests().at(1).connection == 1);
}

TEST_CASE("where nothing listens is unreachable") {
  Upstream upstream(unused_address());
  CHECK(send_to(upstream).end == UpstreamEnd::unreachable);
}

TEST_CASE("a name that does not exist is unreachable") {
  Upstream upstream(parse_base_url("http://does-not-exist.invalid", "X").value());
  CHECK(send_to(upstream).end == UpstreamEnd::unreachable);
}

TEST_CASE("silence before the answer and in the middle of it is a time-out") {
  FakeUpstream server;
  server.on("POST /chat", {hold()});
  server.on("POST /chat",
            {test::send(chunked_head(200, "text/plain")), test::send(chunk("half")), hold()});
  Upstream upstream(base_of(server));
  UpstreamRequest request = post();
  request.silence_timeout = 1500ms;  // more than a busy machine lets the server's thread wait
  CHECK(send_to(upstream, request).end == UpstreamEnd::timeout);
  const Sent second = send_to(upstream, request);
  CHECK(second.end == UpstreamEnd::timeout);
  CHECK(second.body == "half");
}

TEST_CASE("an answer may take longer than the time-out when it is not silent") {
  FakeUpstream server;
  server.on("POST /chat", streamed_answer("text/plain", std::string(50, 'x'), 1, 50ms));
  Upstream upstream(base_of(server));
  UpstreamRequest request = post();
  request.silence_timeout = 2000ms;  // the whole takes 2.5 s
  const Sent sent = send_to(upstream, request);
  CHECK(sent.end == UpstreamEnd::whole);
  CHECK(sent.body.size() == 50);
}

TEST_CASE("what is not HTTP, or breaks its rules, is broken") {
  for (const char* bytes :
       {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "\r\n\r\n"}) {
    FakeUpstream server;
    server.on("POST /chat", {test::send(bytes), close_connection()});
    Upstream upstream(base_of(server));
    INFO(bytes);
    CHECK(send_to(upstream).end == UpstreamEnd::broken);
  }
}

TEST_CASE("an answer over the limit is cut off") {
  FakeUpstream server;
  server.on("POST /chat", {test::send(chunked_head(200, "text/plain")),
                           test::send(chunk(std::string(3000, 'x'))), hold()});
  Upstream upstream(base_of(server), 2000);
  CHECK(send_to(upstream).end == UpstreamEnd::too_large);
}

TEST_CASE("a redirect is an answer, and is not followed") {
  FakeUpstream server;
  server.on("POST /chat",
            {test::send(whole_answer(307, "text/plain", "", "Location: /elsewhere\r\n"))});
  Upstream upstream(base_of(server));
  CHECK(send_to(upstream).head.status == 307);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a large body is sent at once, without waiting for a server that never says continue") {
  FakeUpstream server;
  server.on("POST /chat", {test::send(whole_answer(200, "text/plain", "ok"))});
  Upstream upstream(base_of(server));
  const std::string body(300 * 1024, 'x');
  CHECK(send_to(upstream, post(body)).end == UpstreamEnd::whole);
  CHECK(server.requests().at(0).body == body);
  CHECK_FALSE(server.requests().at(0).headers.contains("expect"));
}

TEST_CASE("cancelling ends a request while the server is silent, and hangs up") {
  for (const bool in_the_middle : {false, true}) {
    FakeUpstream server;
    if (in_the_middle)
      server.on("POST /chat",
                {test::send(chunked_head(200, "text/plain")), test::send(chunk("half")), hold()});
    else
      server.on("POST /chat", {hold()});
    Upstream upstream(base_of(server));
    CancelToken cancel;
    RecordingReceiver receiver;
    // The time-out is far away: only cancelling can end this.
    std::future<UpstreamEnd> end =
        std::async(std::launch::async, [&] { return upstream.send(post(), receiver, cancel); });
    REQUIRE(server.wait_for_requests(1));
    cancel.cancel(Ending::cancelled);
    REQUIRE(end.wait_for(10s) == std::future_status::ready);
    CHECK(end.get() == UpstreamEnd::stopped);
    CHECK(server.wait_for_hang_ups(1));
  }
}

TEST_CASE("a request that is cancelled before it starts is never sent") {
  FakeUpstream server;
  Upstream upstream(base_of(server));
  CancelToken cancel;
  cancel.cancel(Ending::disconnected);
  RecordingReceiver receiver;
  CHECK(upstream.send(post(), receiver, cancel) == UpstreamEnd::stopped);
  CHECK(server.requests().empty());
}

TEST_CASE("cancelling ends a connect that nobody answers") {
  const DeafListener listener;
  Upstream upstream(listener.address());
  UpstreamRequest request = post();
  request.connect_timeout = 60s;
  CancelToken cancel;
  RecordingReceiver receiver;
  std::future<UpstreamEnd> end =
      std::async(std::launch::async, [&] { return upstream.send(request, receiver, cancel); });
  CHECK(end.wait_for(100ms) == std::future_status::timeout);
  cancel.cancel(Ending::cancelled);
  REQUIRE(end.wait_for(10s) == std::future_status::ready);
  CHECK(end.get() == UpstreamEnd::stopped);
}

TEST_CASE("many requests at once from many threads all get their own answer") {
  FakeUpstream server;
  server.on("POST /chat", streamed_answer("text/plain", "answer", 2));
  Upstream upstream(base_of(server));
  std::vector<std::future<int>> workers;
  for (int worker = 0; worker < 8; ++worker)
    workers.push_back(std::async(std::launch::async, [&] {
      int good = 0;
      for (int i = 0; i < 25; ++i) {
        const Sent sent = send_to(upstream);
        good += sent.end == UpstreamEnd::whole && sent.body == "answer";
      }
      return good;
    }));
  for (std::future<int>& worker : workers) CHECK(worker.get() == 25);
}
