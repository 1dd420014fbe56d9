// The bodies of the API's requests.
#include "shared/chat_json.h"
#include "shared/session_json.h"
#include "shared/turn_requests_json.h"
#include "tests/fuzz/fuzzing.h"

using namespace magic;

namespace {

template <class Read>
void take(std::string_view body, Read&& read) {
  if (const auto request = read(body)) fuzz::must_survive_writing(request.value(), read);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = fuzz::text_of(data, size);
  take(body, [](std::string_view json) { return chat_request_from_json(json); });
  take(body, [](std::string_view json) { return compare_request_from_json(json); });
  take(body, [](std::string_view json) { return replay_request_from_json(json); });
  take(body, session_create_request_from_json);
  take(body, session_patch_request_from_json);
  take(body, message_patch_request_from_json);
  static_cast<void>(turn_patch_request_from_json(body));
  static_cast<void>(clear_request_from_json(body));
  return 0;
}
