// How the process keeps memory that was given back.
#pragma once

namespace magic {

// Keeps what threads free in few places, where the next thread finds it. A thread per connection
// otherwise leaves glibc with up to eight heaps a core, each as large as its largest moment.
// Before any thread exists. Does nothing where the system's allocator has no such setting.
void keep_memory_together();

}  // namespace magic
