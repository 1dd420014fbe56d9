// Gives memory that was freed back to the system, so that the process is as large as what it holds,
// and not as its largest moment.
#pragma once

#include <thread>

namespace magic {

// While this exists. To be made before any other thread. Does nothing where the system's allocator
// has no way to do it.
class TidyMemory {
 public:
  TidyMemory();

 private:
  std::jthread thread_;
};

}  // namespace magic
