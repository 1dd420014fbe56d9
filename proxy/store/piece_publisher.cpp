#include "proxy/store/piece_publisher.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

#include "proxy/store/redis_live_entries.h"

namespace magic {
namespace {

constexpr auto kJoin = std::chrono::milliseconds(50);
constexpr int kSendMs = 1000;

}  // namespace

PiecePublisher::PiecePublisher(RedisClient& client) : client_(client), thread_([this] { run(); }) {}

PiecePublisher::~PiecePublisher() {
  {
    const Lock lock(mutex_);
    is_ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void PiecePublisher::add(const AnswerRef& answer, LiveEvent::Kind kind, std::string_view text) {
  bool was_empty = false;
  {
    const Lock lock(mutex_);
    was_empty = pending_.empty();
    pending_.add(answer, kind, text);
  }
  if (was_empty) wake_.notify_all();
}

void PiecePublisher::end(const AnswerRef& answer) {
  Lock lock(mutex_);
  pending_.drop(answer);
  sent_.wait(lock.waits(), [&]() MAGIC_REQUIRES(mutex_) {
    return std::none_of(sending_.begin(), sending_.end(),
                        [&](const AnswerPiece& piece) { return piece.answer == answer; });
  });
}

void PiecePublisher::run() {
  Lock lock(mutex_);
  for (;;) {
    wake_.wait(lock.waits(),
               [this]() MAGIC_REQUIRES(mutex_) { return is_ending_ || !pending_.empty(); });
    if (wake_.wait_for(lock.waits(), kJoin, [this]() MAGIC_REQUIRES(mutex_) { return is_ending_; }))
      return;
    sending_ = pending_.take();
    lock.unlock();
    send(sending_);
    lock.lock();
    sending_.clear();
    sent_.notify_all();
  }
}

void PiecePublisher::send(const std::vector<AnswerPiece>& pieces) {
  if (pieces.empty()) return;
  // As one, so that no stream is left without an end of its life. It is otherwise the session
  // store's to keep; here it counts when the session is gone and a late piece makes a new stream.
  std::vector<RedisCommand> commands{{"MULTI"}};
  std::set<std::string> keys;
  for (const AnswerPiece& piece : pieces) {
    commands.push_back(piece_command(piece));
    keys.insert(events_key(piece.answer.session_id));
  }
  for (const std::string& key : keys)
    commands.push_back({"EXPIRE", key, std::to_string(client_.options().session_ttl_seconds)});
  commands.push_back({"EXEC"});
  // Nobody waits for a piece, and the whole answer follows.
  static_cast<void>(client_.run(commands, Repeat::harmful, Deadline::in_ms(kSendMs)));
}

}  // namespace magic
