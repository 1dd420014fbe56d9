// The chat service on stores in memory, with providers that answer as a test says.
#pragma once

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "proxy/chat/chat_service.h"
#include "proxy/chat/session_service.h"
#include "proxy/store/memory_live_feed.h"
#include "proxy/store/memory_store.h"
#include "proxy/store/memory_turn_queue.h"
#include "tests/support/fragile_store.h"
#include "tests/support/scripted_provider.h"

namespace magic {

class HandClock final : public Clock {
 public:
  std::int64_t wall_ms() const override { return 1'000'000 + now; }
  std::int64_t monotonic_ms() const override { return now; }
  std::atomic<std::int64_t> now = 0;
};

// Keeps what a lane tells.
class Heard final : public LaneSink {
 public:
  void on_context(const TurnStart& start) override { contexts.push_back(start.context); }
  bool on_text(std::string_view piece) override {
    pieces.emplace_back(piece);
    return true;
  }
  bool on_reasoning(std::string_view) override { return true; }

  std::vector<ContextReport> contexts;
  std::vector<std::string> pieces;
};

class TurnReports final : public TurnObserver {
 public:
  void on_turn_ended(const TurnReport& report) override {
    const std::lock_guard lock(mutex_);
    reports_.push_back(report);
  }
  void on_spool_changed(const SpoolReport& report) override {
    const std::lock_guard lock(mutex_);
    of_spool_.push_back(report);
  }
  std::vector<TurnReport> all() const {
    const std::lock_guard lock(mutex_);
    return reports_;
  }
  std::vector<SpoolReport> of_spool() const {
    const std::lock_guard lock(mutex_);
    return of_spool_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<TurnReport> reports_;    // guarded by mutex_
  std::vector<SpoolReport> of_spool_;  // guarded by mutex_
};

// `demo` answers by the script; chatgpt and ollama by another one, when it is given.
class ChatBench {
 public:
  explicit ChatBench(ScriptedProvider::Script script, ChatOptions options = {},
                     ScriptedProvider::Script others = says({"from another provider"}),
                     TurnQueueOptions queue = {}, const Clock* other_clock = nullptr) {
    auto live = make_memory_live_feed();
    const Clock& used_clock = other_clock != nullptr ? *other_clock : clock;
    auto fragile = std::make_unique<FragileStore>(make_memory_store(
        used_clock, 3600, [feed = live.get()](const std::string& session_id, LiveEvent event) {
          feed->add(session_id, std::move(event));
        }));
    store = fragile.get();
    std::vector<ProviderSlot> slots;
    demo = add(slots, ProviderId::demo, "demo-1", std::move(script));
    chatgpt = add(slots, ProviderId::chatgpt, "gpt-1", others);
    ollama = add(slots, ProviderId::ollama, "llama-1", others);
    parts.reset(new ChatParts{.store = std::move(fragile),
                              .queue = make_memory_turn_queue(queue),
                              .feed = std::move(live),
                              .providers = ProvidersById(std::move(slots)),
                              .prices = {},
                              .clock = used_clock,
                              .observer = reports,
                              .options = options});
    chat = std::make_unique<ChatService>(*parts);
    sessions = std::make_unique<SessionService>(*parts);
  }

  static TurnRequest request(std::string text, Mode mode = Mode::stateful,
                             std::string session = "s") {
    TurnRequest request;
    request.message = std::move(text);
    request.session_id = std::move(session);
    LaneRequest lane;
    lane.mode = mode;
    lane.provider = ProviderId::demo;
    request.lanes = {lane};
    return request;
  }

  std::unique_ptr<TurnRun> begin(TurnRequest request) {
    Result<std::unique_ptr<TurnRun>> run = chat->admit(std::move(request));
    REQUIRE(run.ok());
    const Status begun = run.value()->begin({});
    REQUIRE(begun.ok());
    return std::move(run).value();
  }

  LaneResult say(TurnRequest request) { return begin(std::move(request))->run(0, heard); }
  LaneResult say(std::string text, Mode mode = Mode::stateful, std::string session = "s") {
    return say(request(std::move(text), mode, std::move(session)));
  }

  std::vector<Message> stored(const std::string& session = "s") {
    return sessions->messages(session, std::nullopt, 500).value().messages;
  }

  HandClock clock;
  TurnReports reports;
  Heard heard;
  FragileStore* store = nullptr;
  ScriptedProvider* demo = nullptr;
  ScriptedProvider* chatgpt = nullptr;
  ScriptedProvider* ollama = nullptr;
  std::unique_ptr<ChatParts> parts;
  std::unique_ptr<ChatService> chat;
  std::unique_ptr<SessionService> sessions;

 private:
  static ScriptedProvider* add(std::vector<ProviderSlot>& slots, ProviderId id, std::string model,
                               ScriptedProvider::Script script) {
    auto provider = std::make_unique<ScriptedProvider>(
        ProviderStatus{id, true, "", std::move(model), 4096}, std::move(script));
    ScriptedProvider* const raw = provider.get();
    slots.push_back({id, std::move(provider), 200});
    return raw;
  }
};

}  // namespace magic
