// An upstream call as a line that can be pasted into a POSIX shell.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "shared/turn_record.h"

namespace magic {

// curl -sS URL -H 'Name: value' ... --data-binary 'BODY'
//
// Everything is quoted so that the shell changes nothing, but for Authorization: there a word such
// as $OPENAI_API_KEY, which stands in for the key, is left for the shell to fill in. Nothing else
// of that header is run or expanded.
std::string curl_line(const UpstreamCall& call);

// One word for a POSIX shell that means exactly `text`. A NUL cannot be passed to a program.
std::string shell_quoted(std::string_view text);

}  // namespace magic
