// From a value to an HTTP answer: the one table of error statuses, and JSON bodies.
#pragma once

#include <optional>
#include <string>

#include <httplib.h>

#include "shared/chat_types.h"
#include "shared/result.h"

namespace magic {

int http_status(ErrorCode code);

void reply_json(httplib::Response& response, std::string json);
void reply_text(httplib::Response& response, std::string text, const char* media_type);

// {"detail","error"[,"message"]} with the status of the error's code, and Retry-After when known.
void reply_error(httplib::Response& response, const ChatFailure& failure);
void reply_error(httplib::Response& response, const Error& error);

}  // namespace magic
