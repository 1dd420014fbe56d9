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

// Retry-After, where it is known or usual how long to wait.
void set_retry_after(httplib::Response& response, const Error& error);

// {"detail","error"[,"message"]} with the status of the error's code, and Retry-After.
void reply_error(httplib::Response& response, const ChatFailure& failure);
void reply_error(httplib::Response& response, const Error& error);

}  // namespace magic
