// Files of the person's own on the desktop: what is exported, and what is dropped on the window.
// Thread rule: any thread; blocks while the file is read or written.
#pragma once

#include <string>
#include <string_view>

#include "client-wasm/platform/platform.h"
#include "shared/result.h"

namespace magic {

// ~/Downloads where there is one, else the home folder, else where the program was started.
std::string downloads_folder();

// Under that name, or "name (2).md" and so on where there is a file already: nothing is overwritten.
// Returns its path. Errors: internal, with a sentence.
Result<std::string> save_new_file(const std::string& folder, const std::string& name,
                                  std::string_view bytes);

// At most kMaxGivenFileBytes of it; empty when it cannot be read.
GivenFile read_given_file(const std::string& path);

}  // namespace magic
