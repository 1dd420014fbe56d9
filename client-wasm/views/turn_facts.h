// What came back from upstream and what it took; and where the session is in Redis.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "client-wasm/views/action.h"
#include "client-wasm/views/column.h"
#include "shared/turn_record.h"

namespace magic {

void draw_upstream(Column& column, const AnswerRecord& record);

class RedisFacts {
 public:
  void draw(Column& column, const std::string& key, std::optional<std::int64_t> seconds_left,
            Actions& actions);

 private:
  void draw_command(Column& column, const char* name, const std::string& command, Actions& actions);

  std::string copied_;
  double copied_at_ = -10;
  bool time_is_visible_ = false;
};

}  // namespace magic
