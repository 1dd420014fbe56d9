#include "proxy/store/redis_scripts.h"

#include <string>
#include <string_view>

#include "session_script_files.h"

namespace magic {
namespace {

RedisScript script(std::string_view name) {
  return RedisScript(std::string(asset("session.lua")) + std::string(asset(name)));
}

}  // namespace

const SessionScripts& session_scripts() {
  static const SessionScripts scripts{
      script("append_question.lua"), script("append_answer.lua"),  script("add_attempt.lua"),
      script("choose_answer.lua"),   script("mark_message.lua"),   script("erase_message.lua"),
      script("put_made.lua"),        script("create_session.lua"), script("patch_session.lua"),
      script("import_session.lua"),  script("clear_session.lua")};
  return scripts;
}

}  // namespace magic
