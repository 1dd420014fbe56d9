// The reverse proxies whose forwarded headers are believed (TRUSTED_PROXIES). From everybody else
// such a header is only text that anybody can send.
//
// Written by us, because cpp-httplib's own set_trusted_proxies crashes on some headers in 0.41
// (CVE-2026-46527) and takes the left-most address, which is the client's to choose.
// Headers: X-Forwarded-For and X-Forwarded-Proto, as in common use; each proxy on the way appends
// the address that it was connected from.
// Thread rule: immutable after parsing; pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proxy/http/ip_address.h"
#include "shared/result.h"

namespace magic {

// What a request's connection and headers say of where it came from.
struct ForwardedBy {
  std::string peer;                        // address of the connection's other end
  std::vector<std::string> forwarded_for;  // each X-Forwarded-For header, in order
  std::vector<std::string> forwarded_proto;
};

class TrustedProxies {
 public:
  // ranges: "10.0.0.0/8", "fd00::/8", "192.0.2.7". Errors: internal, naming the one at fault.
  static Result<TrustedProxies> parse(const std::vector<std::string>& ranges);

  // The client's address: the peer's, or, where that one is trusted, the right-most address of
  // X-Forwarded-For that is not. What stands left of something unreadable counts for nothing: the
  // client then is the last proxy that could be followed. Canonical form; empty: the peer is none.
  std::string client_of(const ForwardedBy& from) const;

  // Whether the client spoke https to a trusted proxy.
  bool is_https(const ForwardedBy& from) const;

 private:
  bool trusts(const IpAddress& address) const;

  std::vector<IpRange> ranges_;
};

}  // namespace magic
