#include "client-wasm/control/preview_control.h"

#include <algorithm>

#include "client-wasm/api/talk_calls.h"

namespace magic {
namespace {

constexpr auto kTypingRests = std::chrono::milliseconds(600);

}  // namespace

PreviewControl::Question PreviewControl::question() {
  const ChatModel& chat = context_.chat;
  if (seen_changes_ != chat.entries.changes()) {
    seen_changes_ = chat.entries.changes();
    revisions_ = 0;
    for (const Entry& entry : chat.entries) revisions_ += entry.revision;
  }
  return {chat.session_id, next_lane(chat), seen_draft_, chat.entries.size(), revisions_};
}

int PreviewControl::tick() {
  ChatModel& chat = context_.chat;
  if (chat.draft != seen_draft_) {
    // An empty field is that of a message that was sent: there is nothing to wait for.
    draft_rests_at_ = chat.draft.empty() ? now_() : now_() + kTypingRests;
    seen_draft_ = chat.draft;
  }
  if (chat.turn || chat.link != Link::connected || !chat.health.store_available ||
      chat.history == HistoryState::loading || (chat.edit && chat.edit->deleting))
    return -1;
  const Question wanted = question();
  if (asked_ && *asked_ == wanted) return -1;
  // Numbers of other switches would be wrong; those of a shorter draft or of one turn ago are not
  // far off, and stand until the new ones are there.
  const bool same_choice =
      asked_ && asked_->session_id == wanted.session_id && asked_->lane == wanted.lane;
  if (!same_choice && chat.preview) {
    chat.preview.reset();
    context_.changed();
  }
  if (asking_) return -1;
  const bool only_typed =
      same_choice && asked_->entries == wanted.entries && asked_->revisions == wanted.revisions;
  if (const auto left = draft_rests_at_ - now_(); only_typed && left > Clock::duration::zero())
    return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count());
  ask(wanted);
  return -1;
}

void PreviewControl::ask(const Question& question) {
  asked_ = question;
  const auto path = preview_path(question.session_id, question.lane, question.draft);
  if (!path) {
    context_.chat.preview.reset();
    return context_.changed();
  }
  asking_ = true;
  preview(context_.api, *path, [this, question](const Result<ContextReport>& report) {
    asking_ = false;
    ChatModel& chat = context_.chat;
    const bool still_holds =
        chat.session_id == question.session_id && next_lane(chat) == question.lane;
    if (!still_holds) return;  // the next tick asks again
    if (report.ok())
      chat.preview = report.value();
    else
      chat.preview.reset();
    context_.changed();
  });
}

}  // namespace magic
