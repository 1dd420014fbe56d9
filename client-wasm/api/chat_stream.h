// The answer of POST /chat as it arrives: bytes in, ChatEvents out, the same however they are cut.
//
// A refused request answers with a status of 400 or more and one JSON error; an accepted one with
// 200 and server-sent events: `queued` where it has to wait, `context`, then `reasoning` and `delta`,
// then `done` or `error`.
// Thread rule: none of its own.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "client-wasm/api/transport.h"
#include "client-wasm/model/chat_event.h"
#include "shared/sse.h"

namespace magic {

// What the proxy says of a failure: its sentence, which may name what a client or a provider said, is
// fit to be shown.
ChatFailure shown_failure_from_json(std::string_view json);

class ChatStream {
 public:
  using OnEvent = std::function<void(const ChatEvent&)>;
  explicit ChatStream(OnEvent on_event) : on_event_(std::move(on_event)) {}

  void take_status(int status) { status_ = status; }
  void take_bytes(std::string_view bytes);
  // Makes up the end that the proxy did not send, if so.
  void take_end(TransportEnd end);

 private:
  void take_event(const SseEvent& event);
  void emit(const ChatEvent& event) { on_event_(event); }
  void finish(const ChatEvent& event);

  OnEvent on_event_;
  int status_ = 0;
  bool ended_ = false;
  SseParser sse_;
  std::string refusal_;  // the body of an answer that is no stream
};

// What went wrong when the proxy answered with this status and body, or with nothing (status 0).
ChatFailure failure_of(int status, std::string_view body);

}  // namespace magic
