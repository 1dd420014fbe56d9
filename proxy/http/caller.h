// Who asks: the name of the bearer token where tokens are configured, else an anonymous browser,
// told apart from others by a cookie that nobody can guess.
//
// The cookie is a secret of its browser: no log line and no body may hold an owner.
// Thread rule: on the request's own thread.
#pragma once

#include <optional>
#include <string>

#include <httplib.h>

#include "proxy/chat/turn_request.h"

namespace magic {

// owner is "token:<name>" or "anon:<32 hex>". A browser that shows no valid cookie gets one with
// this answer, so call it only in routes that need an owner: chat, compare, and sessions.
Caller caller_of(const httplib::Request& request, httplib::Response& response);

// The session that the caller means by `id`: with a token one of the token's own, whoever else has
// one of that id (session_id.h). Absent stays absent, or becomes a new one of the token's.
std::string session_of(const std::string& id, httplib::Response& response);
std::optional<std::string> session_of(const std::optional<std::string>& id,
                                      httplib::Response& response);

// The owner that a browser without token shows by its cookie; nullopt: it shows none.
std::optional<std::string> shown_owner(const httplib::Request& request);

}  // namespace magic
