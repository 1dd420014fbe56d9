// The API over real sockets, with a scripted provider and the store in memory.
#include <catch2/catch_test_macros.hpp>

#include <httplib.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "proxy/http/http_front.h"
#include "proxy/http/site.h"
#include "shared/chat_json.h"
#include "shared/sse.h"
#include "tests/support/chat_bench.h"
#include "tests/support/patience.h"

using namespace magic;

namespace {

namespace fs = std::filesystem;

// A folder that looks like the built UI, gone with the test.
class SiteFolder {
 public:
  SiteFolder() {
    std::string name = (fs::temp_directory_path() / "magic-site-XXXXXX").string();
    path_ = mkdtemp(name.data());
    write("index.html", "<!doctype html><title>Memory Magic</title>");
    write("app.wasm", "plain wasm");
    write("app.wasm.br", "brotli wasm");
    write("app.wasm.gz", "gzip wasm");
    write("style.0123456789ab.css", "body{}");
  }
  ~SiteFolder() { fs::remove_all(path_); }
  std::string path() const { return path_; }

 private:
  void write(const char* name, const char* text) { std::ofstream(fs::path(path_) / name) << text; }
  std::string path_;
};

struct Proxy {
  explicit Proxy(ScriptedProvider::Script script = says({"Hel", "lo"}), HttpOptions options = {},
                 ChatOptions chat = {})
      : bench(std::move(script), chat, says({"other"}), {}, &system_clock()),
        log(LogLevel::error, STDERR_FILENO),
        observer(log) {
    bench.chatgpt->set_status(
        {ProviderId::chatgpt, false, "Set OPENAI_API_KEY in .env.", "gpt", 4096});
    options.port = 0;
    options.ui_port = 0;
    options.ui_dir = site.path();
    front = std::make_unique<HttpFront>(*bench.chat, *bench.sessions, observer, options);
    const Status started = front->start();
    REQUIRE(started.ok());
  }

  httplib::Client api() const { return client(front->port()); }
  httplib::Client ui() const { return client(front->ui_port()); }
  static httplib::Client client(int port) {
    httplib::Client client("127.0.0.1", port);
    client.set_read_timeout(10 * patience());
    return client;
  }
  httplib::Result post(const std::string& path, const std::string& body) const {
    return api().Post(path, body, "application/json");
  }
  MessagePage stored() const { return bench.sessions->messages("s", std::nullopt, 9).value(); }

  SiteFolder site;
  ChatBench bench;
  Log log;
  Observer observer;
  std::unique_ptr<HttpFront> front;
};

std::string code_of(const httplib::Result& result) {
  return std::string(name_of(chat_failure_from_json(result->body).error.code));
}

std::vector<SseEvent> events_of(const std::string& body) {
  std::vector<SseEvent> events;
  SseParser parser;
  parser.feed(body, [&](const SseEvent& event) { events.push_back(event); });
  return events;
}

bool eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 500 * patience(); ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

// Says a word once the flag is set, or the turn is stopped.
ScriptedProvider::Script answers_when(const std::atomic<bool>& is_free) {
  return [&is_free](const Prompt&, AnswerSink& sink, CancelToken& cancel) {
    while (!is_free && !cancel.cancelled())
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    sink.on_text("word");
    AnswerEnd end;
    if (const auto why = cancel.why()) end.ending = *why;
    return end;
  };
}

constexpr char kHello[] =
    R"({"message":"Hi","provider":"demo","mode":"stateful","session_id":"s"})";
constexpr char kStream[] =
    R"({"message":"Hi","provider":"demo","mode":"stateful","session_id":"s","stream":true})";

}  // namespace

TEST_CASE("a chat request is answered in the original's shape") {
  const Proxy proxy;
  const auto result = proxy.post("/chat", kHello);
  REQUIRE(result);
  CHECK(result->status == 200);
  CHECK(result->get_header_value("Content-Type") == "application/json");
  CHECK(result->body.starts_with(
      R"({"response":"Hello","mode":"stateful","provider":"demo","session_id":"s","message_count":2)"));
}

TEST_CASE("a streamed answer is context, deltas and one done that carries the stored message") {
  const Proxy proxy;
  const auto result = proxy.post("/chat", kStream);
  REQUIRE(result);
  CHECK(result->get_header_value("Content-Type") == "text/event-stream");
  CHECK(result->get_header_value("Cache-Control") == "no-store");
  CHECK(result->get_header_value("X-Accel-Buffering") == "no");
  const auto events = events_of(result->body);
  REQUIRE(events.size() == 4);
  CHECK(events[0].name == "context");
  CHECK(turn_start_from_json(events[0].data).value().user_message.text == "Hi");
  CHECK(events[1].name == "delta");
  CHECK(events[1].data == R"({"text":"Hel"})");
  CHECK(events[3].name == "done");
  const ChatAnswer answer = chat_answer_from_json(events[3].data).value();
  CHECK(answer.message.text == "Hello");
  CHECK(answer.message.id == proxy.stored().messages.at(1).id);
}

TEST_CASE("a Range on a chat is refused before anything is stored") {
  const Proxy proxy;
  const auto result =
      proxy.api().Post("/chat", {{"Range", "bytes=0-3"}}, kStream, "application/json");
  REQUIRE(result);
  CHECK(result->status == 400);
  CHECK(proxy.stored().total == 0);
}

TEST_CASE("asking for an event stream by Accept is enough") {
  const Proxy proxy;
  const auto result =
      proxy.api().Post("/chat", {{"Accept", "text/event-stream"}}, kHello, "application/json");
  CHECK(result->get_header_value("Content-Type") == "text/event-stream");
}

TEST_CASE("what can be refused is refused before a stream opens") {
  const Proxy proxy;
  const auto result = proxy.post("/chat", R"({"message":"Hi","stream":true})");
  CHECK(result->status == 503);
  CHECK(code_of(result) == "provider_unavailable");
  CHECK(result->body.find("Set OPENAI_API_KEY in .env.") != std::string::npos);
}

TEST_CASE("bad input has its status and names the field") {
  const Proxy proxy;
  CHECK(proxy.post("/chat", "{")->status == 400);
  const auto wrong = proxy.post("/chat", R"({"message":"x","mode":"maybe"})");
  CHECK(wrong->status == 422);
  CHECK(wrong->body.find(R"("param":"mode")") != std::string::npos);
  CHECK(proxy.post("/chat", R"({"message":"x","session_id":"*"})")->status == 422);
  CHECK(proxy.post("/clear-session", R"({"session_id":"*"})")->status == 422);
  CHECK(proxy.post("/clear-session", "")->status == 422);
  CHECK(proxy.api().Get("/sessions/a*b/messages")->status == 422);
  CHECK(proxy.api().Get("/sessions/s/messages?limit=0")->status == 422);
  CHECK(proxy.api().Get("/sessions/s/messages?limit=x")->status == 422);
  CHECK(proxy.api().Post("/chat", kHello, "text/plain")->status == 415);
  const auto large = proxy.post("/chat", std::string(2 << 20, ' '));
  REQUIRE(large);
  CHECK(large->status == 413);
  CHECK(code_of(large) == "payload_too_large");
}

TEST_CASE("unknown paths are 404 in JSON, however long") {
  const Proxy proxy;
  for (const std::string& path :
       {std::string("/nothing"), "/" + std::string(6000, 'a'), std::string("/chat")}) {
    const auto result = proxy.api().Get(path);
    REQUIRE(result);
    CHECK(result->status == 404);
    CHECK(code_of(result) == "not_found");
  }
}

TEST_CASE("under /v1 errors have OpenAI's shape on both ports, also those of the listener") {
  const Proxy proxy;
  const auto unknown = proxy.api().Get("/v1/nothing");
  CHECK(unknown->status == 404);
  CHECK(unknown->body.find(R"("type":"not_found_error")") != std::string::npos);
  CHECK(unknown->get_header_value("x-should-retry") == "false");
  const auto text = proxy.ui().Post("/api/v1/responses", "Hi", "text/plain");
  CHECK(text->status == 415);
  CHECK(text->body.find(R"("type":"invalid_request_error")") != std::string::npos);
}

TEST_CASE("foreign pages and foreign host names are refused") {
  const Proxy proxy;
  CHECK(proxy.api().Get("/", {{"Host", "evil.example"}})->status == 403);
  CHECK(proxy.api().Get("/", {{"Origin", "https://evil.example"}})->status == 403);
  const auto own = proxy.api().Get("/");
  CHECK(own->status == 200);
  CHECK_FALSE(own->has_header("Access-Control-Allow-Origin"));
}

TEST_CASE("an allowed origin may call, and its preflight is answered") {
  HttpOptions options;
  options.allowed_origins = {"https://app.example"};
  const Proxy proxy(says({"x"}), options);
  const auto preflight = proxy.api().Options("/chat", {{"Origin", "https://app.example"}});
  CHECK(preflight->status == 204);
  CHECK(preflight->get_header_value("Access-Control-Allow-Origin") == "https://app.example");
}

TEST_CASE("a session is cleared by body and by query, as the original's README and code have it") {
  const Proxy proxy;
  for (const bool by_body : {true, false}) {
    (void)proxy.post("/chat", kHello);
    const auto cleared = by_body ? proxy.post("/clear-session", R"({"session_id":"s"})")
                                 : proxy.api().Post("/clear-session?session_id=s");
    REQUIRE(cleared);
    CHECK(cleared->body == R"({"status":"success","message":"Session cleared"})");
    CHECK(proxy.stored().total == 0);
  }
}

TEST_CASE("messages come back in pages, oldest first") {
  const Proxy proxy;
  for (int i = 0; i < 3; ++i) (void)proxy.post("/chat", kHello);
  std::vector<std::string> ids;
  std::string path = "/sessions/s/messages?limit=4";
  while (true) {
    const auto page = message_page_from_json(proxy.api().Get(path)->body).value();
    CHECK(page.total == 6);
    for (const Message& message : page.messages) ids.push_back(message.id);
    if (!page.next) break;
    path = "/sessions/s/messages?limit=4&after=" + *page.next;
  }
  CHECK(ids.size() == 6);
}

TEST_CASE("the UI's port serves the page, its files precompressed, and the same API behind /api") {
  const Proxy proxy;
  const auto page = proxy.ui().Get("/");
  CHECK(page->body.find("Memory Magic") != std::string::npos);
  CHECK(page->get_header_value("Content-Security-Policy").find("'wasm-unsafe-eval'") !=
        std::string::npos);

  const auto wasm = [&](const std::string& accepted) {
    auto client = proxy.ui();
    client.set_decompress(false);
    return client.Get("/app.wasm", {{"Accept-Encoding", accepted}});
  };
  CHECK(wasm("gzip, br")->body == "brotli wasm");
  CHECK(wasm("gzip, br")->get_header_value("Content-Encoding") == "br");
  CHECK(wasm("gzip")->body == "gzip wasm");
  CHECK(wasm("identity")->body == "plain wasm");
  CHECK(wasm("identity")->get_header_value("Content-Type") == "application/wasm");
  CHECK(proxy.ui()
            .Get("/app.wasm", {{"If-None-Match", wasm("")->get_header_value("ETag")}})
            ->status == 304);

  CHECK(page->get_header_value("Cache-Control") == "no-cache");
  CHECK(proxy.ui().Get("/style.0123456789ab.css")->get_header_value("Cache-Control") ==
        "public, max-age=31536000, immutable");

  CHECK(proxy.ui().Get("/api/")->body.find("\"status\":\"running\"") != std::string::npos);
  CHECK(proxy.ui().Post("/api/chat", kHello, "application/json")->status == 200);
  CHECK(proxy.ui().Get("/../etc/passwd")->status == 404);
}

TEST_CASE("only a file whose name holds the hash of its content is kept without asking") {
  CHECK(cache_control_of("app.0123456789ab.wasm") == "public, max-age=31536000, immutable");
  for (const char* name : {"index.html", "app.wasm", "app.0123456789ab", "app.0123456789.wasm",
                           "app.0123456789AB.wasm", "app.0123456789xy.wasm", "0123456789ab", ""})
    CHECK(cache_control_of(name) == "no-cache");
}

TEST_CASE("a second proxy on the same port is refused with a sentence that names it") {
  const Proxy proxy;
  HttpOptions options;
  options.port = proxy.front->port();
  options.ui_port = -1;
  Observer observer(proxy.log);
  HttpFront second(*proxy.bench.chat, *proxy.bench.sessions, observer, options);
  const Status started = second.start();
  REQUIRE_FALSE(started.ok());
  CHECK(started.error().message.find(std::to_string(options.port)) != std::string::npos);
}

TEST_CASE(
    "a client that goes away while the model is silent ends the upstream call, and the rest is "
    "stored") {
  const Proxy proxy(says_then_waits("Half"));
  auto client = proxy.api();
  const auto result = client.Post("/chat", {}, kStream, "application/json",
                                  [](const char*, std::size_t) { return false; });  // hang up
  CHECK_FALSE(result);
  CHECK(eventually([&] { return proxy.stored().total == 2; }));
  const Message stored = proxy.stored().messages.at(1);
  CHECK(stored.status == Ending::disconnected);
  CHECK(stored.text == "Half");
}

TEST_CASE("a turn that waits for another one is told so, and answered after it") {
  std::atomic<bool> is_free = false;
  const Proxy proxy(answers_when(is_free));
  auto first = std::async(std::launch::async, [&] { return proxy.post("/chat", kHello); });
  REQUIRE(eventually([&] { return proxy.bench.demo->prompts().size() == 1; }));
  std::string heard;
  auto client = proxy.api();
  (void)client.Post("/chat", {}, kStream, "application/json",
                    [&](const char* bytes, std::size_t n) {
                      heard.append(bytes, n);
                      is_free = true;
                      return true;
                    });
  CHECK(first.get()->status == 200);
  const auto events = events_of(heard);
  REQUIRE(events.size() == 4);
  CHECK(events[0].name == "queued");
  CHECK(events[0].data == R"({"ahead":1})");
  CHECK(events[1].name == "context");
  CHECK(events[3].name == "done");
}

TEST_CASE("a client that goes away while its turn waits leaves the line, and nothing is stored") {
  std::atomic<bool> is_free = false;
  const Proxy proxy(answers_when(is_free));
  auto first = std::async(std::launch::async, [&] { return proxy.post("/chat", kHello); });
  REQUIRE(eventually([&] { return proxy.bench.demo->prompts().size() == 1; }));
  auto client = proxy.api();
  (void)client.Post("/chat", {}, kStream, "application/json",
                    [](const char*, std::size_t) { return false; });  // hang up
  CHECK(eventually(
      [&] { return proxy.bench.chat->admit(ChatBench::request("next")).value()->ahead() == 1; }));
  is_free = true;
  CHECK(first.get()->status == 200);
  CHECK(proxy.stored().total == 2);
}

TEST_CASE("the proxy is ready while its store answers, and asks no provider about it") {
  const Proxy proxy;
  CHECK(proxy.api().Get("/readyz")->status == 200);
  proxy.bench.store->broken = true;
  const auto not_ready = proxy.api().Get("/readyz");
  CHECK(not_ready->status == 503);
  CHECK(code_of(not_ready) == "store_unavailable");
  CHECK(proxy.bench.demo->times_asked() == 0);
}

TEST_CASE("past the limit of live turns a request gets 503 and the running ones go on") {
  HttpOptions options;
  options.max_live_turns = 1;
  Proxy proxy(says_then_waits("x"), options);
  auto first = std::async(std::launch::async, [&] { return proxy.post("/chat", kStream); });
  REQUIRE(eventually([&] { return proxy.bench.demo->prompts().size() == 1; }));
  const auto second = proxy.post("/chat", kHello);
  CHECK(second->status == 503);
  CHECK(code_of(second) == "overloaded");
  CHECK(second->has_header("Retry-After"));
  proxy.front->stop(0);
  const auto ended = first.get();
  REQUIRE(ended);
  CHECK(events_of(ended->body).back().name == "error");
}

TEST_CASE("stopping ends a silent answer after the grace time, stored, with a last event") {
  Proxy proxy(says_then_waits("Half"));
  auto running = std::async(std::launch::async, [&] { return proxy.post("/chat", kStream); });
  REQUIRE(eventually([&] { return proxy.bench.demo->prompts().size() == 1; }));
  proxy.front->stop(50);
  const auto ended = running.get();
  REQUIRE(ended);
  const auto last = events_of(ended->body).back();
  CHECK(last.name == "error");
  const ChatFailure failure = chat_failure_from_json(last.data);
  CHECK(failure.error.code == ErrorCode::overloaded);
  CHECK(failure.error.message.find("stopping") != std::string::npos);
  REQUIRE(failure.message);
  CHECK(failure.message->status == Ending::disconnected);
  CHECK(failure.message->text == "Half");
  CHECK(failure.message->id == proxy.stored().messages.back().id);
}

TEST_CASE("stopping tells a turn that still waits, and stores nothing of it") {
  Proxy proxy(says_then_waits("Half"));
  auto running = std::async(std::launch::async, [&] { return proxy.post("/chat", kStream); });
  REQUIRE(eventually([&] { return proxy.bench.demo->prompts().size() == 1; }));
  std::atomic<bool> is_queued = false;
  std::string heard;
  auto waiting = std::async(std::launch::async, [&] {
    auto client = proxy.api();
    return client.Post("/chat", {}, kStream, "application/json",
                       [&](const char* bytes, std::size_t n) {
                         heard.append(bytes, n);
                         is_queued = true;
                         return true;
                       });
  });
  REQUIRE(eventually([&] { return is_queued.load(); }));
  proxy.front->stop(50);
  (void)running.get();
  REQUIRE(waiting.get());
  const auto last = events_of(heard).back();
  CHECK(last.name == "error");
  CHECK(chat_failure_from_json(last.data).error.code == ErrorCode::overloaded);
  CHECK(proxy.stored().total == 2);
}

TEST_CASE("a hundred connections at once are all answered") {
  const Proxy proxy;
  std::vector<std::future<int>> answers;
  for (int i = 0; i < 100; ++i)
    answers.push_back(std::async(std::launch::async, [&] {
      const auto result = proxy.post("/chat", kHello);
      return result ? result->status : 0;
    }));
  for (auto& answer : answers) CHECK(answer.get() == 200);
  CHECK(proxy.stored().total == 200);
}
