// The request that went upstream, as it was sent: readable, and to be copied byte for byte or as a
// line for a shell.
//
// Thread rule: UI thread. Units: points.
#pragma once

#include <string>

#include "client-wasm/model/inspector.h"
#include "client-wasm/views/action.h"
#include "client-wasm/views/column.h"
#include "client-wasm/words/say.h"

namespace magic {

class RequestView {
 public:
  void draw(Column& column, const AnswerRecord& record, Actions& actions);

 private:
  void draw_body(Column& column, const std::string& body);

  bool open_ = false;
  std::string body_;
  float width_ = 0;  // 0: nothing is laid out
  TextLayout layout_;
  Word copied_{};  // the label of the button that was pressed
  double copied_at_ = -10;
};

}  // namespace magic
