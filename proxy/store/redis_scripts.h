// The steps that change a session, as Redis carries them out: assets/redis/*.lua, each of which says
// what it takes and what it answers. All of them may be carried out twice without harm.
// Thread rule: made once, then only read.
#pragma once

#include "proxy/store/redis_client.h"

namespace magic {

struct SessionScripts {
  RedisScript append_question;
  RedisScript append_answer;
  RedisScript add_attempt;
  RedisScript choose_answer;
  RedisScript mark_message;
  RedisScript erase_message;
  RedisScript put_made;
  RedisScript create_session;
  RedisScript patch_session;
  RedisScript import_session;
  RedisScript clear_session;
};

const SessionScripts& session_scripts();

}  // namespace magic
