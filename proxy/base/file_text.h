// A file as text: settings, secrets, prices, the UI's parts.
// Thread rule: may be called from any thread.
#pragma once

#include <optional>
#include <string>

namespace magic {

// All of it, also of a pipe ("<(pass show key)" of a shell). nullopt: it cannot be read, it is a
// folder, as a container's engine makes one for a file that is not there, or it has no end within
// 64 MiB.
std::optional<std::string> file_text(const std::string& path);

}  // namespace magic
