// What the system says of this process, under the names that every Prometheus client uses.
// Source: proc(5); https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
#pragma once

#include "proxy/observe/metrics.h"

namespace magic {

// process_start_time_seconds, process_resident_memory_bytes, process_open_fds, process_threads.
// Where there is no /proc they have no value.
void add_process_metrics(Metrics& metrics);

}  // namespace magic
