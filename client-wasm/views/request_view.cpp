#include "client-wasm/views/request_view.h"

#include <algorithm>

#include "client-wasm/model/readable_json.h"
#include "client-wasm/model/shown_text.h"
#include "client-wasm/views/inspector_words.h"
#include "client-wasm/views/touch.h"
#include "shared/curl_line.h"

namespace magic {
namespace {

constexpr float kPadding = 10.0f, kMostHeight = 280.0f;
constexpr double kCopiedSeconds = 1.5;

}  // namespace

void RequestView::draw(Column& column, const AnswerRecord& record, Actions& actions) {
  const Look& look = column.look();
  column.fold(say(Word::request),
              record.call && record.call_is_exact ? say(Word::request_bytes) : "", open_);
  if (!open_) return;
  if (!record.call || !record.call_is_exact)
    column.problem(words::exactness(record));
  else
    column.note(words::exactness(record));
  if (!record.call) return;

  column.skip(4);
  column.text(record.call->method + " " + shown_text(record.call->url), size::small,
              look.colour.text);
  column.skip(6);
  const auto button = [&](Word label) {
    const bool just_copied = copied_ == label && ImGui::GetTime() - copied_at_ < kCopiedSeconds;
    Button b;
    b.label = say(just_copied ? Word::copied : label);
    b.icon = just_copied ? icon::check : icon::copy;
    b.kind = ButtonKind::outlined;
    b.font_size = size::small;
    return b;
  };
  const int pressed =
      column.buttons({button(Word::request_copy_curl), button(Word::request_copy_body)});
  draw_body(column, record.call->body);
  if (pressed < 0) return;
  actions.push_back(action::Copy{pressed == 0 ? curl_line(*record.call) : record.call->body});
  copied_ = pressed == 0 ? Word::request_copy_curl : Word::request_copy_body;
  copied_at_ = ImGui::GetTime();
}

void RequestView::draw_body(Column& column, const std::string& body) {
  const Look& look = column.look();
  const float width = column.width() - 2 * kPadding - 6;
  if (width_ != width || body_ != body) {
    width_ = width;
    body_ = body;
    TextFormat format;
    format.font_size = size::small;
    format.code = true;
    layout_ = lay_out(shown_text(readable_json(body)), width, format, look.fonts);
  }
  const float height = std::min(layout_.height + 2 * kPadding, kMostHeight);
  const ImVec2 at = column.at(), end{at.x + column.width(), at.y + height};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(at, end, look.colour.sunken, size::rounding);
  list->AddRect(at, end, look.colour.border, size::rounding);
  ImGui::SetCursorScreenPos(at);
  ImGui::BeginChild("Body of the request", {column.width(), height}, ImGuiChildFlags_NavFlattened,
                    ImGuiWindowFlags_NoBackground);
  scroll_by_touch(look);
  const ImVec2 inner = ImGui::GetCursorScreenPos();
  magic::draw(layout_, {inner.x + kPadding, inner.y + kPadding}, look.colour.text, look);
  ImGui::Dummy({1, layout_.height + 2 * kPadding});
  ImGui::EndChild();
  column.skip(height);
}

}  // namespace magic
