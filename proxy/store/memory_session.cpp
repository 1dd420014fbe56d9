#include "proxy/store/memory_session.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "proxy/store/message_log.h"
#include "proxy/store/session_errors.h"

namespace magic {
namespace {

LiveEvent event(LiveEvent::Kind kind, std::string message = {}, std::string turn = {},
                int attempt = 0) {
  LiveEvent event;
  event.kind = kind;
  event.message = std::move(message);
  event.turn = std::move(turn);
  event.attempt = attempt;
  return event;
}

}  // namespace

MemorySession::MemorySession(std::string session_id, std::int64_t now_ms) {
  info.id = std::move(session_id);
  info.created_at_ms = info.updated_at_ms = now_ms;
}

// ---- turns -------------------------------------------------------------------------------------

Result<QuestionStored> MemorySession::append_question(const NewQuestion& question,
                                                      const Tell& tell) {
  const std::string& turn_id = question.message.turn_id;
  const std::string first = turns_.first_use(question.client_message_id, turn_id);
  if (const MemoryTurns::Turn* known = turns_.find(first))
    return QuestionStored{known->question_id, info.message_count, first, first != turn_id};

  if (is_full(1 + question.attempts)) return session_full();
  const std::string id = append(question.message);
  turns_.begin(question, id);
  if (info.title.empty() && !question.title.empty()) {
    info.title = question.title;
    title_of_ = id;
  }
  tell(event(LiveEvent::Kind::message, id, turn_id));
  return QuestionStored{id, info.message_count, turn_id, false};
}

Result<Appended> MemorySession::append_answer(const NewAnswer& answer, const Tell& tell) {
  const Message& message = answer.message;
  const MemoryTurns::Turn* const turn = turns_.find(message.turn_id);
  if (turn == nullptr) return no_such_turn();
  if (const auto known = turn->answers.find(message.attempt); known != turn->answers.end()) {
    if (known->second.answer_id.empty()) return no_such_turn();  // erased since
    return Appended{known->second.answer_id, info.message_count, true};
  }
  const std::string id = append(message);
  turns_.add_answer(message.turn_id, {message.attempt, id, answer.recipe});
  tell(event(LiveEvent::Kind::message, id, message.turn_id, message.attempt));
  return Appended{id, info.message_count, false};
}

Result<int> MemorySession::add_attempt(const std::string& turn_id) {
  if (turns_.find(turn_id) != nullptr && is_full(1)) return session_full();
  return turns_.add_attempt(turn_id);
}

Result<StoredTurn> MemorySession::read_turn(const std::string& turn_id) const {
  if (turns_.find(turn_id) == nullptr) return no_such_turn();
  return turns_.stored(turn_id, marks_);
}

Status MemorySession::choose_answer(const std::string& turn_id, const std::string& answer_id,
                                    const Tell& tell) {
  const MemoryTurns::Turn* const turn = turns_.find(turn_id);
  if (turn == nullptr) return no_such_turn();
  if (!turn->has_answer(answer_id)) return no_such_answer();

  const auto choice = marks_.chosen.find(turn_id);
  if (choice != marks_.chosen.end() && choice->second == answer_id) return success();
  if (choice == marks_.chosen.end() && marks_.size() >= static_cast<std::size_t>(kMaxMarks))
    return marks_full();
  const std::string before = turns_.current_answer(turn_id, marks_);
  marks_.chosen[turn_id] = answer_id;
  changed(before.empty() ? answer_id : std::min(before, answer_id));
  tell(event(LiveEvent::Kind::chosen, answer_id, turn_id));
  return success();
}

// ---- messages ----------------------------------------------------------------------------------

bool MemorySession::is_full(int more) const {
  return info.message_count + more > kMaxSessionMessages || log_.size() >= kMaxSessionBytes;
}

std::string MemorySession::append(const Message& message) {
  const std::string id = message_id_at(log_.size());
  log_ += log_line(message);
  ++info.message_count;
  info.updated_at_ms = message.created_at_ms;
  return id;
}

bool MemorySession::begins_line(std::uint64_t offset) const {
  return offset < log_.size() && (offset == 0 || log_[offset - 1] == '\n');
}

std::vector<Message> MemorySession::all() const {
  std::vector<Message> messages = read_log(log_, 0).messages;
  for (Message& message : messages) marks_.put_on(message);
  return messages;
}

StoredMemory MemorySession::read_memory(std::size_t max_bytes,
                                        const std::optional<std::string>& before) const {
  StoredMemory memory;
  memory.message_count = info.message_count;
  memory.summary = summary_;
  memory.held = held_;
  memory.local_only = info.local_only;
  memory.revision = std::to_string(revision_);

  const std::uint64_t end = before ? offset_of(*before).value_or(0) : log_.size();
  if (end > log_.size()) return memory;
  std::vector<Message>& messages = memory.messages;
  messages = all();
  std::erase_if(messages, [&](const Message& each) { return each.id >= message_id_at(end); });
  const std::string oldest = message_id_at(end - std::min<std::uint64_t>(end, max_bytes));
  while (messages.size() > 1 && messages.front().id < oldest) messages.erase(messages.begin());
  memory.reaches_beginning = end <= max_bytes;
  if (!messages.empty()) memory.older_pinned = older_pinned(messages.front().id);
  return memory;
}

// A pin brings its whole turn in, so that is what is read: question and current answer.
std::vector<Message> MemorySession::older_pinned(const std::string& before_id) const {
  std::set<std::string> ids;
  std::size_t bytes = 0;
  for (const std::string& id : marks_.pinned_before(before_id)) {
    if (bytes >= kMaxOlderPinnedBytes) break;
    for (const Message& message : read_messages({id})) {
      bytes += log_line(message).size();
      ids.insert(id);
      if (const MemoryTurns::Turn* turn = turns_.find(message.turn_id)) {
        ids.insert(turn->question_id);
        ids.insert(turns_.current_answer(message.turn_id, marks_));
      }
    }
  }
  ids.erase(ids.lower_bound(before_id), ids.end());
  ids.erase("");
  return read_messages(std::vector<std::string>(ids.begin(), ids.end()));
}

MessagePage MemorySession::read_page(const std::optional<std::string>& after, int limit) const {
  MessagePage page;
  page.session_id = info.id;
  page.total = info.message_count;
  const std::optional<std::uint64_t> place = after ? offset_of(*after) : std::nullopt;
  if (after && !(place && begins_line(*place))) return page;

  std::vector<Message> messages = all();
  if (after) std::erase_if(messages, [&](const Message& each) { return each.id <= *after; });
  const std::size_t most = static_cast<std::size_t>(std::max(limit, 0));
  const bool is_last = messages.size() <= most;
  if (!is_last) messages.resize(most);
  if (!is_last && !messages.empty()) page.next = messages.back().id;
  page.messages = std::move(messages);
  return page;
}

std::vector<Message> MemorySession::read_messages(const std::vector<std::string>& ids) const {
  std::vector<Message> messages;
  for (const std::string& id : ids) {
    const std::optional<std::uint64_t> place = offset_of(id);
    if (!place || !begins_line(*place)) continue;
    const std::size_t end = log_.find('\n', *place);
    for (Message& message :
         read_log(std::string_view(log_).substr(*place, end + 1 - *place), *place).messages) {
      marks_.put_on(message);
      messages.push_back(std::move(message));
    }
  }
  return messages;
}

Status MemorySession::mark(const std::string& message_id, Mark mark, const Tell& tell) {
  if (read_messages({message_id}).empty()) return no_such_message();
  const auto old = marks_.marks.find(message_id);
  if ((old == marks_.marks.end() ? Mark::none : old->second) == mark) return success();
  if (old == marks_.marks.end() && marks_.size() >= static_cast<std::size_t>(kMaxMarks))
    return marks_full();
  if (mark == Mark::none)
    marks_.marks.erase(message_id);
  else
    marks_.marks[message_id] = mark;
  changed(message_id);
  tell(event(LiveEvent::Kind::marked, message_id));
  return success();
}

Status MemorySession::erase(const std::string& message_id, const Tell& tell) {
  const std::optional<std::uint64_t> place = offset_of(message_id);
  if (!place || !begins_line(*place)) return no_such_message();
  if (log_[*place] == ' ') return success();  // erased before
  const std::size_t end = log_.find('\n', *place);
  std::fill(log_.begin() + static_cast<std::ptrdiff_t>(*place),
            log_.begin() + static_cast<std::ptrdiff_t>(end), ' ');
  --info.message_count;
  marks_.marks.erase(message_id);
  const auto chosen = turns_.erase_answer(message_id, marks_);
  summary_texts_.erase(summary_texts_.lower_bound(message_id), summary_texts_.end());
  changed(message_id);
  tell(event(LiveEvent::Kind::deleted, message_id));
  if (chosen) tell(event(LiveEvent::Kind::chosen, chosen->second, chosen->first));
  if (title_of_ == message_id) {
    info.title.clear();
    title_of_.clear();
    tell(event(LiveEvent::Kind::session));
  }
  return success();
}

// ---- what was made of it -----------------------------------------------------------------------

void MemorySession::changed(const std::string& message_id) {
  if (summary_ && message_id <= summary_->covers_to) summary_.reset();
  if (held_ && message_id <= held_->covers_to) held_.reset();
  ++revision_;
}

Status MemorySession::put_summary(const StoredSummary& summary) {
  if (!summary.made_from.empty() && summary.made_from != std::to_string(revision_))
    return changed_since();
  summary_ = summary;
  summary_texts_[summary.covers_to] = summary.text;
  if (summary_texts_.size() > kMaxSummaryTexts) summary_texts_.erase(summary_texts_.begin());
  return success();
}

std::optional<std::string> MemorySession::read_summary_text(const std::string& covers_to) const {
  const auto found = summary_texts_.find(covers_to);
  if (found == summary_texts_.end()) return std::nullopt;
  return found->second;
}

Status MemorySession::put_held(const HeldResponse& held) {
  if (!held.made_from.empty() && held.made_from != std::to_string(revision_))
    return changed_since();
  held_ = held;
  return success();
}

// ---- as a whole --------------------------------------------------------------------------------

void MemorySession::rename(const std::string& title) {
  info.title = title;
  info.renamed = !title.empty();
  title_of_.clear();
}

void MemorySession::fill(const SessionExport& session, SessionLayout layout) {
  if (session.info.created_at_ms > 0) info.created_at_ms = session.info.created_at_ms;
  info.title = session.info.title;
  info.renamed = session.info.renamed && !info.title.empty();
  info.local_only = session.info.local_only;
  info.message_count = layout.message_count;
  if (!info.title.empty() && !info.renamed) title_of_ = layout.first_question_id;
  log_ = std::move(layout.log);
  marks_ = std::move(layout.marks);
  for (const StoredTurn& turn : layout.turns) turns_.restore(turn);
}

}  // namespace magic
