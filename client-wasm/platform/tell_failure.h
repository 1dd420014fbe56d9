// Why the desktop program cannot go on.
//
// Thread rule: UI thread.
#pragma once

#include <string>

namespace magic {

// Writes the sentence to standard error. Where nobody sees that, because the program was not
// started in a terminal, also opens a box with it and waits until it is closed; without a screen it
// does not.
void tell_failure(const std::string& sentence);

}  // namespace magic
