// The UI's files over HTTP.
#pragma once

#include "proxy/http/router.h"
#include "proxy/http/site.h"

namespace magic {

// A route for each file, and "/" for the page. `site` must outlive the server.
void add_site_routes(Router& router, const Site& site);

}  // namespace magic
