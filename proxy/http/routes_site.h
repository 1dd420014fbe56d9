// The UI's files over HTTP.
#pragma once

#include <httplib.h>

#include "proxy/http/site.h"

namespace magic {

// A GET route for each file, and "/" for the page. `site` must outlive the server.
void add_site_routes(httplib::Server& server, const Site& site);

}  // namespace magic
