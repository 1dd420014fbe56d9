// What the use cases work with. Made once by main, or by a test, and outlives the services.
// Thread rule: every part may be used from any thread.
#pragma once

#include <memory>
#include <optional>

#include "proxy/base/clock.h"
#include "proxy/chat/answer_spool.h"
#include "proxy/chat/providers_by_id.h"
#include "proxy/chat/running_turns.h"
#include "proxy/chat/turn_observer.h"
#include "proxy/memory/token_calibration.h"
#include "proxy/providers/prices.h"
#include "proxy/store/live_feed.h"
#include "proxy/store/session_store.h"
#include "proxy/store/turn_queue.h"

namespace magic {

struct ChatOptions {
  int queue_timeout_ms = 120'000;      // how long a turn waits for those before it
  std::optional<ProviderId> fallback;  // stands in where a provider fails before its first word
};

struct ChatParts {
  RunningTurns running = {};  // before the feed, whose thread stops turns until the feed is gone
  std::unique_ptr<SessionStore> store;
  std::unique_ptr<TurnQueue> queue;
  std::unique_ptr<LiveFeed> feed;
  ProvidersById providers;
  PriceTable prices;
  const Clock& clock;
  TurnObserver& observer;
  ChatOptions options;
  TokenCalibration calibration = {};
  // Last, because it ends first: it stores answers, and holds places in the queue.
  AnswerSpool spool{store.get(), clock, observer};
};

}  // namespace magic
