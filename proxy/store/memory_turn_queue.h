// The line of each session's turns within this process: for tests.
#pragma once

#include <memory>

#include "proxy/store/turn_queue.h"

namespace magic {

std::unique_ptr<TurnQueue> make_memory_turn_queue(TurnQueueOptions options = {});

}  // namespace magic
