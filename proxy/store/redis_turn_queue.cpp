// Keys of session ID (one slot of a Redis Cluster):
//
//   chat:session:{ID}:line        sorted set  place: its order; 0 for the turn that runs
//   chat:session:{ID}:line-alive  sorted set  place: when its life ends, ms of Redis' clock
//
// One script (assets/redis/turn_line.lua) takes a place, keeps it alive and says how many are ahead.
// Who waits calls it again and again, less often the more are ahead; who leaves wakes the next
// one of its session in this process. One thread keeps alive the places that nobody asks about.
//
// What holds:
// - A proxy that dies leaves places that end kPlaceLifeMs later.
// - A place that Redis has lost (a restart without its keys) is taken again with its old order. In
//   this process no other turn begins meanwhile. At another proxy one can, and one that comes just
//   then can get before those that wait, within about kRenewAfter of the loss.
// - Leaving takes at most RedisLinePlaces::kLeaveMs, also when Redis does not answer; the place is
//   then taken out when it answers again. So is one that Redis may have given after we had stopped
//   waiting for its answer.
#include "proxy/store/redis_turn_queue.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <map>
#include <thread>
#include <utility>
#include <vector>

#include "proxy/base/mutex.h"
#include "proxy/base/random_id.h"
#include "proxy/store/bell.h"
#include "proxy/store/redis_client.h"
#include "proxy/store/redis_line_places.h"
#include "proxy/store/turn_queue_errors.h"
#include "turn_queue_assets.h"

namespace magic {
namespace {

constexpr auto kRenewAfter = std::chrono::milliseconds(3000);
constexpr auto kRound = std::chrono::milliseconds(250);  // of looking whom to renew or take out
constexpr int kRestoreMs = 1000;                         // for a place that Redis has lost
constexpr int kPollMs = 15;  // times the number ahead, so that the next one is quick
constexpr int kLongestPollMs = 300;
constexpr int kLongestPauseMs = 5000;  // of who asks a slow Redis

// Orders that are none.
constexpr int kNone = -1;
constexpr int kUnknown = -2;  // asked for, and no answer came

// A place as the queue knows it.
struct Spot {
  explicit Spot(std::string session) : session_id(std::move(session)) {}

  const std::string session_id;
  const std::string token = new_place_id();
  Bell bell;

  Mutex calling;                   // held during each call to Redis about it
  std::atomic<int> order = kNone;  // changed by who is calling
  bool has_left MAGIC_GUARDED_BY(calling) = false;
  std::chrono::steady_clock::time_point last_asked MAGIC_GUARDED_BY(calling);
  std::chrono::steady_clock::duration took MAGIC_GUARDED_BY(calling) = {};  // the last answer
};

// Whose place nobody has asked about for a while. One that is being asked about now needs none, and
// is not waited for.
bool needs_renewal(Spot& spot) {
  if (!spot.calling.try_lock()) return false;
  const Lock calling(spot.calling, std::adopt_lock);
  return !spot.has_left && spot.order >= 0 &&
         std::chrono::steady_clock::now() - spot.last_asked >= kRenewAfter;
}

// The first one in line; the others need not be woken, and have time.
Spot& next_of(const std::vector<std::shared_ptr<Spot>>& spots) {
  const auto place = [](const std::shared_ptr<Spot>& spot) {
    const int order = spot->order;
    return order < 0 ? std::numeric_limits<int>::max() : order;
  };
  return **std::min_element(spots.begin(), spots.end(), [&](const auto& one, const auto& other) {
    return place(one) < place(other);
  });
}

class RedisTurnQueue final : public TurnQueue {
 public:
  RedisTurnQueue(std::shared_ptr<RedisClient> redis, TurnQueueOptions options)
      : options_(options), redis_(std::move(redis)), keeper_([this] { keep_alive(); }) {}
  ~RedisTurnQueue() override;

  Result<std::unique_ptr<Place>> enter(const std::string& session_id) override;

 private:
  class RedisPlace;

  // This process' places of one session.
  struct Session {
    std::vector<std::shared_ptr<Spot>> spots;
    const Spot* running = nullptr;
  };

  Result<int> ask(Spot& spot, const Deadline& deadline);
  void leave(Spot& spot);
  void keep_alive();
  void renew_all();
  Result<int> ask_while_called(Spot& spot, const Deadline& deadline) MAGIC_REQUIRES(spot.calling);

  const TurnQueueOptions options_;
  const RedisScript script_{asset("turn_line.lua")};
  const std::shared_ptr<RedisClient> redis_;
  RedisClient& client_ = *redis_;
  RedisLinePlaces places_{client_};
  Mutex mutex_;
  std::map<std::string, Session> sessions_ MAGIC_GUARDED_BY(mutex_);
  bool is_ending_ MAGIC_GUARDED_BY(mutex_) = false;
  std::condition_variable ending_;
  std::thread keeper_;
};

class RedisTurnQueue::RedisPlace final : public Place {
 public:
  RedisPlace(RedisTurnQueue& queue, std::shared_ptr<Spot> spot, int ahead)
      : queue_(queue), spot_(std::move(spot)), ahead_(ahead) {}
  ~RedisPlace() override { queue_.leave(*spot_); }

  int ahead() const override { return ahead_; }

  Status wait(CancelToken& cancel, int timeout_ms,
              const std::function<void(int ahead)>& on_ahead) override {
    const Deadline deadline = Deadline::in_ms(timeout_ms);
    cancel.set_hook([this] { spot_->bell.ring(); });
    const Status ended = wait_until(deadline, cancel, on_ahead);
    cancel.set_hook({});
    return ended;
  }

 private:
  Status wait_until(const Deadline& deadline, const CancelToken& cancel,
                    const std::function<void(int ahead)>& on_ahead) {
    for (;;) {
      if (cancel.cancelled()) return cancelled_in_line();
      if (ahead_ == 0) return success();
      if (deadline.passed()) return waited_too_long();
      spot_->bell.wait(deadline.or_in_ms(pause_ms()));
      if (cancel.cancelled()) return cancelled_in_line();
      const Result<int> ahead = queue_.ask(*spot_, queue_.client_.call_deadline());
      if (!ahead) return ahead.error();
      if (ahead.value() == ahead_) continue;
      ahead_ = ahead.value();
      if (on_ahead) on_ahead(ahead_);
    }
  }

  // Each turn ahead takes a round trip at least. Who asked more often than that would, together with
  // the others of a long line, keep all connections to a slow Redis from the other sessions.
  int pause_ms() const {
    const Lock calling(spot_->calling);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(spot_->took).count();
    const auto turns = static_cast<int>(std::min<std::int64_t>(took * ahead_, kLongestPauseMs));
    return std::max(std::min(kPollMs * ahead_, kLongestPollMs), turns);
  }

  RedisTurnQueue& queue_;
  const std::shared_ptr<Spot> spot_;
  int ahead_;
};

RedisTurnQueue::~RedisTurnQueue() {
  {
    const Lock lock(mutex_);
    is_ending_ = true;
  }
  ending_.notify_all();
  keeper_.join();
}

Result<std::unique_ptr<TurnQueue::Place>> RedisTurnQueue::enter(const std::string& session_id) {
  const auto spot = std::make_shared<Spot>(session_id);
  {
    const Lock lock(mutex_);
    sessions_[session_id].spots.push_back(spot);
  }
  const Result<int> ahead = ask(*spot, client_.call_deadline());
  if (!ahead || ahead.value() < 0) {
    leave(*spot);
    return ahead ? line_is_full() : ahead.error();
  }
  return std::unique_ptr<Place>(std::make_unique<RedisPlace>(*this, spot, ahead.value()));
}

// How many are ahead of it; -1: it got no place.
Result<int> RedisTurnQueue::ask(Spot& spot, const Deadline& deadline) {
  const Lock calling(spot.calling);
  return ask_while_called(spot, deadline);
}

Result<int> RedisTurnQueue::ask_while_called(Spot& spot, const Deadline& deadline) {
  spot.last_asked = std::chrono::steady_clock::now();
  const Result<RedisReply> reply =
      client_.script(script_, {line_key(spot.session_id), line_alive_key(spot.session_id)},
                     {spot.token, std::to_string(kPlaceLifeMs),
                      std::to_string(options_.max_waiting + 1), std::to_string(spot.order)},
                     Repeat::harmless, deadline);
  spot.took = std::chrono::steady_clock::now() - spot.last_asked;
  if (!reply) {
    if (spot.order == kNone) spot.order = kUnknown;
    return reply.error();
  }
  const std::vector<RedisReply>& numbers = reply.value().items;
  if (numbers.size() != 2) return client_.unexpected();
  spot.order = static_cast<int>(numbers[1].integer);
  const int ahead = static_cast<int>(numbers[0].integer);
  if (ahead != 0) return ahead;

  // Redis may have lost the place of the turn that runs.
  const Lock lock(mutex_);
  Session& session = sessions_.at(spot.session_id);
  if (session.running != nullptr && session.running != &spot) return 1;
  session.running = &spot;
  return 0;
}

void RedisTurnQueue::leave(Spot& spot) {
  {
    const Lock calling(spot.calling);
    spot.has_left = true;
    if (spot.order >= 0) places_.take_out(spot.session_id, spot.token);
    if (spot.order == kUnknown) places_.note_ghost(spot.session_id, spot.token);
  }
  const Lock lock(mutex_);
  const auto session = sessions_.find(spot.session_id);
  if (session->second.running == &spot) session->second.running = nullptr;
  std::erase_if(session->second.spots, [&](const auto& other) { return other.get() == &spot; });
  if (session->second.spots.empty())
    sessions_.erase(session);
  else
    next_of(session->second.spots).bell.ring();
}

void RedisTurnQueue::keep_alive() {
  Lock lock(mutex_);
  while (!ending_.wait_for(lock.waits(), kRound,
                           [this]() MAGIC_REQUIRES(mutex_) { return is_ending_; })) {
    lock.unlock();
    places_.retry();
    renew_all();
    lock.lock();
  }
}

void RedisTurnQueue::renew_all() {
  std::vector<std::shared_ptr<Spot>> spots;
  {
    const Lock lock(mutex_);
    for (const auto& [id, session] : sessions_)
      spots.insert(spots.end(), session.spots.begin(), session.spots.end());
  }
  std::erase_if(spots, [](const auto& spot) { return !needs_renewal(*spot); });
  std::vector<RedisLinePlaces::Place> places;
  for (const std::shared_ptr<Spot>& spot : spots) places.push_back({spot->session_id, spot->token});
  const Result<std::vector<bool>> kept = places_.keep(places);
  if (!kept) return;
  for (std::size_t i = 0; i < spots.size(); ++i) {
    Spot& spot = *spots[i];
    if (!spot.calling.try_lock()) continue;
    const Lock calling(spot.calling, std::adopt_lock);
    if (spot.has_left) continue;
    // After a failure the others wait for the next round, which passes over this one.
    if (kept.value()[i])
      spot.last_asked = std::chrono::steady_clock::now();
    else if (!ask_while_called(spot, Deadline::in_ms(kRestoreMs)))
      return;
  }
}

}  // namespace

std::unique_ptr<TurnQueue> make_redis_turn_queue(std::shared_ptr<RedisClient> redis,
                                                 TurnQueueOptions options) {
  return std::make_unique<RedisTurnQueue>(std::move(redis), options);
}

}  // namespace magic
