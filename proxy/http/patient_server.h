// cpp-httplib's server with a limit on how long a client may take to send its request, whatever the
// pace (request_socket.h), one that does not wait for half a request when it stops, and one that
// closes what is idle when it has too many connections, or says so.
//
// It replaces what the library does with a connection, as its own TLS server does: the same with
// 0.41.0 and 0.53.1.
// Thread rule: as httplib::Server.
#pragma once

#include <cstddef>

#include <httplib.h>

#include "proxy/http/idle_connections.h"
#include "proxy/http/request_socket.h"
#include "proxy/http/turned_away.h"

namespace magic {

class PatientServer final : public httplib::Server {
 public:
  explicit PatientServer(std::size_t max_connections, RequestSocket::Limits limits = {});

 private:
  bool process_and_close_socket(socket_t socket) override;

  // Waits for the next request. False: the connection is to be closed.
  bool wait_for_request(RequestSocket& client);

  const RequestSocket::Limits limits_;
  IdleConnections idle_;
  TurnedAway turned_away_;
};

}  // namespace magic
