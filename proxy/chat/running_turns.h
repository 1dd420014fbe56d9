// The turns that this process is answering, so that somebody else can stop one.
// Thread rule: every method may be called from any thread.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "proxy/base/cancel.h"
#include "proxy/base/mutex.h"

namespace magic {

class RunningTurns {
 public:
  // While this exists, the turn can be stopped through its token, which must outlive it.
  class Entry {
   public:
    Entry(RunningTurns& turns, std::string session_id, std::string turn_id, CancelToken& token);
    ~Entry();
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

   private:
    RunningTurns& turns_;
    std::pair<std::string, std::string> key_;
    CancelToken& token_;
  };

  bool has(const std::string& session_id, const std::string& turn_id) const;

  // False: no such turn runs here.
  bool cancel(const std::string& session_id, const std::string& turn_id);

 private:
  using Key = std::pair<std::string, std::string>;

  mutable Mutex mutex_;
  // Several of one key: a replay may share a turn's id.
  std::multimap<Key, CancelToken*> tokens_ MAGIC_GUARDED_BY(mutex_);
};

}  // namespace magic
