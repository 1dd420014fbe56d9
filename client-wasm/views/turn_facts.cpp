#include "client-wasm/views/turn_facts.h"

#include <algorithm>

#include "client-wasm/model/shown_text.h"
#include "client-wasm/views/inspector_words.h"
#include "client-wasm/views/words.h"
#include "shared/curl_line.h"
#include "shared/session_types.h"

namespace magic {
namespace {

constexpr double kCopiedSeconds = 1.5;
constexpr float kCommandPadding = 8.0f;

void duration_fact(Column& column, Word label, const std::optional<std::int64_t>& ms) {
  if (ms) column.fact(say(label), words::duration(*ms));
}

void text_fact(Column& column, Word label, const std::string& text) {
  if (!text.empty()) column.fact(say(label), shown_text(text));
}

}  // namespace

void draw_upstream(Column& column, const AnswerRecord& record) {
  const UpstreamTrace& trace = record.trace;
  const Message& answer = record.answer;
  column.section(say(Word::came_back));
  const std::string ending = words::ending(answer.status);
  column.fact(say(Word::fact_ended), ending.empty() ? say(Word::fact_complete) : ending);
  if (trace.status > 0) column.fact(say(Word::fact_status), "HTTP " + std::to_string(trace.status));
  if (trace.attempts.size() > 1)
    for (std::size_t i = 0; i < trace.attempts.size(); ++i)
      column.fact(say(Word::fact_attempt, {std::to_string(i + 1)}),
                  words::attempt(trace.attempts[i]));
  if (answer.timing) {
    const Timing& timing = *answer.timing;
    if (timing.queued_ms.value_or(0) > 0)
      duration_fact(column, Word::fact_queued, timing.queued_ms);
    duration_fact(column, Word::fact_first_byte,
                  timing.first_byte_ms ? timing.first_byte_ms : trace.first_byte_ms);
    duration_fact(column, Word::first_token, timing.first_token_ms);
    duration_fact(column, Word::fact_total, timing.total_ms);
    if (timing.tokens_per_second)
      column.fact(say(Word::figure_speed), words::speed(*timing.tokens_per_second));
  }
  if (answer.usage)
    if (const std::string usage = words::usage(*answer.usage); !usage.empty())
      column.fact(say(Word::fact_tokens), usage);
  column.fact(say(Word::figure_cost),
              answer.cost_usd ? words::cost(*answer.cost_usd) : say(Word::fact_no_price));
  text_fact(column, Word::fact_response, trace.response_id);
  text_fact(column, Word::fact_request, trace.request_id);
}

void RedisFacts::draw(Column& column, const std::string& key,
                      std::optional<std::int64_t> seconds_left, Actions& actions) {
  column.section(say(Word::in_redis));
  const bool visible = seconds_left && column.is_visible(size::small);
  if (visible != time_is_visible_) {
    time_is_visible_ = visible;
    actions.push_back(InspectorAction(action::ShowTimeLeft{visible}));
  }
  if (seconds_left) column.fact(say(Word::redis_time_left), words::time_left(*seconds_left));
  if (key.empty()) return;
  column.fact(say(Word::redis_key), shown_text(key));
  column.skip(4);
  draw_command(column, say(Word::redis_copy_get), "redis-cli --raw GET " + shell_quoted(key),
               actions);
  draw_command(column, say(Word::redis_copy_ttl), "redis-cli TTL " + shell_quoted(key), actions);
}

void RedisFacts::draw_command(Column& column, const char* name, const std::string& command,
                              Actions& actions) {
  const Look& look = column.look();
  TextFormat format;
  format.font_size = size::small - 1;
  format.code = true;
  const TextLayout text =
      lay_out(command, column.width() - 2 * kCommandPadding - size::target, format, look.fonts);
  const float height = std::max(text.height + 2 * kCommandPadding, size::target);
  const ImVec2 at = column.at(), end{at.x + column.width(), at.y + height};
  ImGui::GetWindowDrawList()->AddRectFilled(at, end, look.colour.sunken, 6);
  magic::draw(text, {at.x + kCommandPadding, at.y + (height - text.height) * 0.5f},
              look.colour.text, look);
  tell_words(command, at, end);
  const bool just_copied = copied_ == command && ImGui::GetTime() - copied_at_ < kCopiedSeconds;
  Button copy;
  copy.label = just_copied ? say(Word::copied) : name;
  copy.icon = just_copied ? icon::check : icon::copy;
  copy.icon_only = true;
  ImGui::SetCursorScreenPos({end.x - size::target, at.y});
  if (magic::draw(copy, look)) {
    actions.push_back(action::Copy{command});
    copied_ = command;
    copied_at_ = ImGui::GetTime();
  }
  column.skip(height + 6);
}

}  // namespace magic
