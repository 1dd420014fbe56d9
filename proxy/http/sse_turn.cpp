#include "proxy/http/sse_turn.h"

#include <string>

#include "shared/chat_json.h"
#include "shared/sse.h"

namespace magic {
namespace {

// Well under the minute after which proxies on the way give up on a silent connection.
constexpr std::chrono::seconds kHeartbeatAfter{15};

}  // namespace

void SseTurn::run(ChatService& chat, const Turn& turn, httplib::DataSink& out) {
  {
    const std::lock_guard lock(mutex_);
    out_ = &out;
  }
  send("context", to_json(turn.start));
  const TurnResult result = chat.run(turn, *this, cancel());
  if (result.error) {
    send("error", to_json(ChatFailure{*result.error, result.answer.message}));
  } else {
    send("done", to_json(result.answer));
  }
  const std::lock_guard lock(mutex_);
  out_ = nullptr;
}

bool SseTurn::on_text(std::string_view piece) { return send("delta", text_piece_to_json(piece)); }

bool SseTurn::on_reasoning(std::string_view piece) {
  return send("reasoning", text_piece_to_json(piece));
}

void SseTurn::keep_alive() {
  // When the lock is taken an event is being written: no heartbeat is due.
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock || out_ == nullptr) return;
  if (std::chrono::steady_clock::now() - last_write_ >= kHeartbeatAfter) write(kSseHeartbeat);
}

bool SseTurn::send(std::string_view event, std::string_view json) {
  const std::string bytes = sse_event(event, json);
  const std::lock_guard lock(mutex_);
  return write(bytes);
}

bool SseTurn::write(std::string_view bytes) {
  last_write_ = std::chrono::steady_clock::now();
  if (out_->write(bytes.data(), bytes.size())) return true;
  cancel().cancel(Ending::disconnected);
  return false;
}

}  // namespace magic
