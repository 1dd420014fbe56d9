// Who wants to know how HTTP requests went: the metrics and the access log.
// Thread rule: called from any thread, several at once; must be quick.
#pragma once

#include <cstddef>
#include <string>

namespace magic {

// One request that has ended: the last byte of its answer was written, or given up.
struct RequestReport {
  std::string method;
  // The pattern, e.g. "/sessions/:id/messages", "ui" for the UI's files, "none" where nothing
  // matched. Never the path: that holds session ids, and has no end of values.
  std::string route = "none";
  std::string request_id;
  int status = 0;
  double seconds = 0;          // from its first line to the end of the answer, streams included
  bool streamed = false;       // server-sent events
  std::size_t body_bytes = 0;  // of the answer; 0 for a stream
};

class RequestObserver {
 public:
  virtual ~RequestObserver() = default;
  virtual void on_stream_opened() = 0;  // its end is the report that says `streamed`
  virtual void on_request_ended(const RequestReport& report) = 0;
};

}  // namespace magic
