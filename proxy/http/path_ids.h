// Ids in paths and numbers in queries, checked for their form before anything sees them.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>

#include <httplib.h>

#include "shared/result.h"

namespace magic {

// The path's ":session_id", ":turn_id" or ":message_id". invalid_field: it cannot be one.
Result<std::string> path_id(const httplib::Request& request, const char* name);

// What is said of an id that cannot be one.
Error bad_id(const char* name);

// nullopt: the query does not have it.
std::optional<std::string> query_text(const httplib::Request& request, const char* name);

// A whole number between `least` and `most`; `otherwise` when the query does not have it.
Result<int> query_number(const httplib::Request& request, const char* name, int otherwise,
                         int least, int most);

}  // namespace magic
