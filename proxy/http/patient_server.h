// cpp-httplib's server with a limit on how long a client may take to send its request, whatever the
// pace (request_socket.h), and one that does not wait for half a request when it stops.
//
// It replaces what the library does with a connection, as its own TLS server does: the same with
// 0.41.0 and 0.53.1.
// Thread rule: as httplib::Server.
#pragma once

#include <httplib.h>

#include "proxy/http/request_socket.h"

namespace magic {

class PatientServer final : public httplib::Server {
 public:
  explicit PatientServer(RequestSocket::Limits limits = {}) : limits_(limits) {}

 private:
  bool process_and_close_socket(socket_t socket) override;

  const RequestSocket::Limits limits_;
};

}  // namespace magic
