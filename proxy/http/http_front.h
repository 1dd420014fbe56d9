// The proxy's HTTP side as a whole: the API on one port, and the UI with the same API behind /api
// on another.
//
// Thread rule: start() and stop() from one thread; requests run on threads of its own, one per open
// connection.
// Source of the API's original part: docs/api.md.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "proxy/chat/chat_service.h"
#include "proxy/chat/session_service.h"
#include "proxy/http/route.h"
#include "proxy/http/turn_limit_options.h"
#include "proxy/observe/observer.h"
#include "shared/chat_json.h"
#include "shared/result.h"

namespace magic {

struct HttpOptions {
  std::string host = "127.0.0.1";
  int port = 9090;     // 0: any free one
  int ui_port = 3000;  // 0: any free one; -1: no UI
  std::string ui_dir;  // the folder of index.html and what belongs to it
  ChatLimits limits;
  int max_live_turns = 1000;                 // past it: 503 with a sentence
  int max_live_turns_per_client = 0;         // past it: 429; 0: as many as there may be in all
  std::vector<std::string> allowed_hosts;    // besides the loopback names; "*" allows all
  std::vector<std::string> allowed_origins;  // besides the UI's own, e.g. "https://chat.example"
  std::string tokens_file;                   // see bearer_tokens.h; empty: the API needs no token
  // Where others reach it, when that is not `host`, as in a container whose port is published.
  std::string published_host;
  bool allow_public_without_tokens = false;  // otherwise only loopback addresses go without
  std::vector<std::string> trusted_proxies;  // see trusted_proxies.h
  TurnLimitOptions turn_limits;
};

class HttpFront {
 public:
  // All must outlive this. Without `counted` nobody's turns are limited.
  HttpFront(ChatService& chat, SessionService& sessions, Observer& observer, HttpOptions options,
            RateLimits* counted = nullptr);
  ~HttpFront();  // stops

  // Opens the ports and begins to serve. Errors: internal, with a sentence that names the port,
  // folder or setting at fault; an address that others reach without any token is refused.
  Status start();

  // The ports in use, once started.
  int port() const;
  int ui_port() const;

  // Of the API, once started.
  std::vector<Route> routes() const;

  // From now on nothing new begins and /readyz is 503. Lets running answers finish for grace_ms,
  // ends those still running (they are stored with what they have, and their clients get an error),
  // closes the ports, and returns when every request is done.
  void stop(int grace_ms);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace magic
