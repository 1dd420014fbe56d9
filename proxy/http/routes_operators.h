// For operators and tools: /healthz, /readyz, /metrics and /openapi.json.
#pragma once

#include <functional>
#include <string>

#include "proxy/http/router.h"
#include "shared/result.h"

namespace magic {

// Both are called on the threads of requests, several at once.
struct OperatorContext {
  std::function<Status()> is_ready;           // the error says what is missing
  std::function<std::string()> metrics_text;  // Prometheus' text format 0.0.4
};

// `context` must outlive the server.
void add_operator_routes(Router& router, const OperatorContext& context);

}  // namespace magic
