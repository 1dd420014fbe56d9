// A running turn whose answer goes out as server-sent events: context, delta, reasoning, then
// exactly one done or error; comments while the model is silent.
//
// Thread rule: the connection's thread calls everything but keep_alive(); writes are under a lock.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string_view>

#include <httplib.h>

#include "proxy/chat/chat_service.h"
#include "proxy/http/live_turns.h"

namespace magic {

class SseTurn final : public LiveTurn, public AnswerSink {
 public:
  using LiveTurn::LiveTurn;

  // Runs the turn to its end, writing to `out`. out is not used after this returns.
  void run(ChatService& chat, const Turn& turn, httplib::DataSink& out);

  bool on_text(std::string_view piece) override;
  bool on_reasoning(std::string_view piece) override;
  void keep_alive() override;

 private:
  using Time = std::chrono::steady_clock::time_point;

  bool send(std::string_view event, std::string_view json);
  bool write(std::string_view bytes);

  std::mutex mutex_;
  httplib::DataSink* out_ = nullptr;  // guarded by mutex_; null before and after run()
  Time last_write_{};                 // guarded by mutex_
};

}  // namespace magic
