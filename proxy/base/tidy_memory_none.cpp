#include "proxy/base/tidy_memory.h"

namespace magic {

TidyMemory::TidyMemory() = default;

}  // namespace magic
