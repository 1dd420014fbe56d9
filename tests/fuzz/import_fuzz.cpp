// A session that somebody brings in: checked, laid out as it is stored, and read back from that.
#include "proxy/store/message_log.h"
#include "proxy/store/session_layout.h"
#include "shared/session_export_json.h"
#include "shared/session_markdown.h"
#include "tests/fuzz/fuzzing.h"

using namespace magic;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<SessionExport> session = session_export_from_json(fuzz::text_of(data, size));
  if (!session) return 0;
  fuzz::must_survive_writing(session.value(),
                             [](std::string_view json) { return session_export_from_json(json); });
  session_to_markdown(session.value());
  const Result<SessionLayout> layout = lay_out(session.value());
  if (!layout) return 0;
  const LogLines lines = read_log(layout.value().log, 0);
  fuzz::must(lines.bytes == layout.value().log.size(),
             "a log that we wrote can be read to its end");
  fuzz::must(lines.messages.size() == session.value().messages.size(),
             "every message that was brought in is in the log");
  return 0;
}
