#include "client-wasm/model/announcer.h"

#include "client-wasm/words/say.h"

namespace magic {
namespace {

// The turn has ended, and left this at the end of the conversation.
std::optional<Announcement> ending(const ChatModel& model) {
  if (model.entries.empty()) return std::nullopt;  // another chat was opened
  const Message& last = model.entries.back().message;
  if (last.error) return Announcement{say(Word::not_answered, {last.error->message}), true};
  return Announcement{
      say(last.status == Ending::cancelled ? Word::told_stopped : Word::told_complete)};
}

}  // namespace

std::optional<Announcement> Announcer::update(const ChatModel& model, std::string_view notice,
                                              bool notice_is_error) {
  if (notice != notice_) {
    const bool recovered = notice.empty() && was_error_;
    notice_ = notice;
    was_error_ = notice_is_error && !notice.empty();
    if (was_error_) return Announcement{notice_, true};
    if (recovered) return Announcement{say(Word::told_works_again)};
  }
  const int turn = model.turn ? model.turn->number : 0;
  if (turn == turn_) return std::nullopt;
  turn_ = turn;
  return turn != 0 ? Announcement{say(Word::told_sending)} : ending(model);
}

}  // namespace magic
