#include "proxy/base/allocator.h"

namespace magic {

void keep_memory_together() {}

}  // namespace magic
