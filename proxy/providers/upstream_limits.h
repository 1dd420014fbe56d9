// How long an upstream is waited for, and how often it is asked again. The same for every provider
// that has one.
// Thread rule: plain values.
#pragma once

namespace magic {

struct UpstreamLimits {
  int connect_timeout_seconds = 5;
  int first_byte_timeout_seconds = 0;  // from the start of the request to its head; 0: as silence
  int silence_timeout_seconds = 120;   // between any two bytes
  int total_timeout_seconds = 600;     // of an answer, retries and the waits before them included
  int retries = 2;                     // after the first try
  int retry_base_ms = 500;             // the first wait; it doubles with each further one
};

}  // namespace magic
