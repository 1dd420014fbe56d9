// What comes back from Redis as JSON, and what the UI reads from the proxy.
#include "proxy/chat/turn_recipe_json.h"
#include "proxy/store/message_log.h"
#include "proxy/store/stored_memory_json.h"
#include "shared/chat_json.h"
#include "shared/provider_json.h"
#include "shared/session_event_json.h"
#include "shared/session_json.h"
#include "shared/tour_json.h"
#include "shared/turn_record_json.h"
#include "tests/fuzz/fuzzing.h"

using namespace magic;

namespace {

void from_redis(std::string_view bytes) {
  const LogLines lines = read_log(bytes, 0);
  fuzz::must(lines.bytes <= bytes.size(), "no more is read than there is");
  for (const Message& message : lines.messages)
    fuzz::must(read_log(log_line(message), 0).messages.size() == 1,
               "a message can be written back");
  if (const auto summary = stored_summary_from_json(bytes))
    fuzz::must_survive_writing(*summary, stored_summary_from_json);
  if (const auto held = held_response_from_json(bytes))
    fuzz::must_survive_writing(*held, held_response_from_json);
  if (const auto recipe = turn_recipe_from_json(bytes))
    fuzz::must(turn_recipe_from_json(to_json(recipe.value())).ok(), "a recipe can be written back");
}

void from_the_proxy(std::string_view bytes) {
  static_cast<void>(chat_answer_from_json(bytes));
  static_cast<void>(turn_start_from_json(bytes));
  static_cast<void>(text_piece_from_json(bytes));
  static_cast<void>(queued_from_json(bytes));
  static_cast<void>(lane_from_json(bytes));
  static_cast<void>(chat_failure_from_json(bytes));
  static_cast<void>(message_page_from_json(bytes));
  static_cast<void>(session_list_from_json(bytes));
  static_cast<void>(health_from_json(bytes));
  static_cast<void>(models_from_json(bytes));
  static_cast<void>(turn_record_from_json(bytes));
  static_cast<void>(tour_from_json(bytes));
  for (const char* const name : {"message", "delta", "deleted", "chosen", "session", "marked"})
    static_cast<void>(session_event_from_json(name, bytes));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  from_redis(fuzz::text_of(data, size));
  from_the_proxy(fuzz::text_of(data, size));
  return 0;
}
