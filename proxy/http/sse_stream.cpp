#include "proxy/http/sse_stream.h"

#include <utility>

#include "proxy/http/request_scope.h"
#include "shared/sse.h"

namespace magic {
namespace {

// Well under the minute after which proxies on the way give up on a silent connection.
constexpr std::chrono::seconds kHeartbeatAfter{15};
// As long as a write waits for such a client.
constexpr std::chrono::seconds kGoneAfter = kHeartbeatAfter + std::chrono::seconds(10);

}  // namespace

bool SseStream::send(std::string_view event, std::string_view json) {
  return send_raw(sse_event(event, json));
}

bool SseStream::send_raw(std::string_view bytes) {
  const Lock lock(mutex_);
  return write(bytes);
}

void SseStream::ask_client() {
  // When the lock is taken an event is being written, which asks as well.
  if (!mutex_.try_lock()) return;
  const Lock lock(mutex_, std::adopt_lock);
  if (!has_begun_) {
    client().send_ahead();
  } else if (out_ != nullptr && client().takes_more()) {
    write(kSseHeartbeat);
  }
}

void SseStream::keep_alive() {
  // When the lock is taken an event is being written: no heartbeat is due.
  if (!mutex_.try_lock()) return;
  const Lock lock(mutex_, std::adopt_lock);
  const auto silence = std::chrono::steady_clock::now() - last_write_;
  if (out_ == nullptr || silence < kHeartbeatAfter) return;
  if (client().takes_more()) {
    write(kSseHeartbeat);
  } else if (silence >= kGoneAfter) {
    cancel().cancel(Ending::disconnected);
  }
}

void SseStream::begin_answer() {
  const Lock lock(mutex_);
  has_begun_ = true;
}

void SseStream::run(httplib::DataSink& out, const std::function<void()>& write) {
  {
    const Lock lock(mutex_);
    out_ = &out;
    last_write_ = std::chrono::steady_clock::now();
  }
  write();
  const Lock lock(mutex_);
  out_ = nullptr;
}

bool SseStream::write(std::string_view bytes) {
  last_write_ = std::chrono::steady_clock::now();
  if (out_ != nullptr && out_->write(bytes.data(), bytes.size())) return true;
  cancel().cancel(Ending::disconnected);
  return false;
}

void reply_with_stream(httplib::Response& response, std::shared_ptr<SseStream> stream,
                       std::shared_ptr<LiveTurns::Entry> entered, std::function<void()> write) {
  stream->begin_answer();
  response.set_header("Cache-Control", "no-store");
  response.set_header("X-Accel-Buffering", "no");  // nginx: pass each event on at once
  // The whole stream is written inside ONE call of the provider: cpp-httplib's stop() cuts streams
  // between calls (measured with 0.41).
  const auto write_all = [stream = std::move(stream), entered = std::move(entered),
                          write = std::move(write)](std::size_t, httplib::DataSink& out) {
    stream->run(out, write);
    out.done();
    return true;
  };
  if (RequestScope::of(response).may_be_chunked()) {
    response.set_chunked_content_provider("text/event-stream", write_all);
  } else {
    response.set_header("Connection", "close");
    response.set_content_provider("text/event-stream", write_all);
  }
}

}  // namespace magic
