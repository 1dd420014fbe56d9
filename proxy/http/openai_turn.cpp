#include "proxy/http/openai_turn.h"

#include <string>
#include <utility>

#include "shared/sse.h"

namespace magic {
namespace {

// Well under the minute after which proxies on the way give up on a silent connection.
constexpr std::chrono::seconds kHeartbeatAfter{15};

}  // namespace

OpenAiTurn::OpenAiTurn(std::unique_ptr<FaceTurn> turn, std::function<bool()> client_gone)
    : LiveTurn(std::move(client_gone)), turn_(std::move(turn)) {
  cancel().set_hook([this] { turn_->cancel().cancel(Ending::disconnected); });
}

OpenAiTurn::~OpenAiTurn() { cancel().set_hook({}); }

FaceAnswer OpenAiTurn::run_whole() { return turn_->run(*this); }

void OpenAiTurn::run_streamed(FaceStream& stream, bool begun, httplib::DataSink& out) {
  stream_ = &stream;
  {
    const std::lock_guard lock(mutex_);
    out_ = &out;
  }
  write(stream.begin());
  const FaceAnswer answer = begin_and_run(begun);
  write(stream.end(answer));
  const std::lock_guard lock(mutex_);
  out_ = nullptr;
}

FaceAnswer OpenAiTurn::begin_and_run(bool begun) {
  if (!begun) {
    if (const Status status = turn_->begin(); !status) {
      FaceAnswer refused;
      refused.ending = Ending::upstream_error;
      refused.error = status.error();
      return refused;
    }
  }
  return turn_->run(*this);
}

void OpenAiTurn::keep_alive() {
  // When the lock is taken an event is being written: no heartbeat is due.
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock || out_ == nullptr) return;
  if (std::chrono::steady_clock::now() - last_write_ < kHeartbeatAfter) return;
  last_write_ = std::chrono::steady_clock::now();
  if (!out_->write(kSseHeartbeat.data(), kSseHeartbeat.size()))
    cancel().cancel(Ending::disconnected);
}

void OpenAiTurn::on_context(const TurnStart& start) {
  if (stream_ != nullptr) stream_->set_model(start.model);
}

bool OpenAiTurn::on_text(std::string_view piece) {
  return stream_ == nullptr || write(stream_->text(piece));
}

bool OpenAiTurn::on_reasoning(std::string_view piece) {
  return stream_ == nullptr || write(stream_->reasoning(piece));
}

bool OpenAiTurn::write(std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  last_write_ = std::chrono::steady_clock::now();
  if (out_->write(bytes.data(), bytes.size())) return true;
  cancel().cancel(Ending::disconnected);
  return false;
}

}  // namespace magic
