// A running request of the OpenAI face and the connection that waits for it, streamed or not.
//
// Thread rule: the connection's thread calls everything but keep_alive(); writes are under a lock.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>

#include <httplib.h>

#include "proxy/http/live_turns.h"
#include "proxy/openai_face/face_stream.h"
#include "proxy/openai_face/face_turn.h"

namespace magic {

class OpenAiTurn final : public LiveTurn, private LaneSink {
 public:
  // When the watch finds the client gone, the turn is cancelled.
  OpenAiTurn(std::unique_ptr<FaceTurn> turn, std::function<bool()> client_gone);
  ~OpenAiTurn() override;

  FaceTurn& turn() { return *turn_; }

  // Runs the begun turn to its end without writing.
  FaceAnswer run_whole();

  // Waits in the session's line when begin() was not called before, and writes the whole stream to
  // `out`. out is not used after this returns.
  void run_streamed(FaceStream& stream, bool begun, httplib::DataSink& out);

  // A comment while the model is silent: clients skip it, proxies on the way stay patient.
  void keep_alive() override;

 private:
  using Time = std::chrono::steady_clock::time_point;

  void on_context(const TurnStart& start) override;
  bool on_text(std::string_view piece) override;
  bool on_reasoning(std::string_view piece) override;

  FaceAnswer begin_and_run(bool begun);
  bool write(std::string_view bytes);

  const std::unique_ptr<FaceTurn> turn_;
  FaceStream* stream_ = nullptr;  // null: the answer is sent whole
  std::mutex mutex_;
  httplib::DataSink* out_ = nullptr;  // guarded by mutex_; null before and after run_streamed()
  Time last_write_{};                 // guarded by mutex_
};

}  // namespace magic
