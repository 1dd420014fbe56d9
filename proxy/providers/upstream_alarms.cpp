#include "proxy/providers/upstream_alarms.h"

#include <algorithm>

namespace magic {

UpstreamAlarms::Alarm::Alarm(UpstreamAlarms& alarms, UpstreamConnection& connection, Time when)
    : alarms_(alarms), connection_(connection), when_(when) {
  const Lock lock(alarms_.mutex_);
  alarms_.alarms_.push_back(this);
  alarms_.wake_before(when);
}

UpstreamAlarms::Alarm::~Alarm() {
  const Lock lock(alarms_.mutex_);
  std::erase(alarms_.alarms_, this);
}

void UpstreamAlarms::Alarm::move_to(Time when) {
  const Lock lock(alarms_.mutex_);
  when_ = when;
  alarms_.wake_before(when);
}

bool UpstreamAlarms::Alarm::stop() {
  const Lock lock(alarms_.mutex_);
  when_ = Time::max();
  return rang_;
}

UpstreamAlarms::UpstreamAlarms() : thread_([this] { run(); }) {}

UpstreamAlarms::~UpstreamAlarms() {
  {
    const Lock lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void UpstreamAlarms::wake_before(Time when) {
  if (when >= wakes_at_) return;
  wakes_at_ = when;
  changed_.notify_all();
}

void UpstreamAlarms::run() {
  Lock lock(mutex_);
  while (!is_stopping_) {
    const Time now = std::chrono::steady_clock::now();
    wakes_at_ = Time::max();
    for (Alarm* alarm : alarms_) {
      if (alarm->rang_) continue;
      if (alarm->when_ <= now) {
        alarm->rang_ = true;
        alarm->connection_.interrupt();
      } else {
        wakes_at_ = std::min(wakes_at_, alarm->when_);
      }
    }
    if (wakes_at_ == Time::max())
      changed_.wait(lock.waits());
    else
      changed_.wait_until(lock.waits(), wakes_at_);
  }
}

}  // namespace magic
