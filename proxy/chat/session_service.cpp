#include "proxy/chat/session_service.h"

#include <iterator>
#include <utility>

#include "proxy/base/random_id.h"
#include "proxy/chat/lane.h"
#include "proxy/chat/lost_turns.h"
#include "proxy/chat/turn_view.h"
#include "shared/chat_limits.h"

namespace magic {
namespace {

constexpr int kPageOfExport = 500;

}  // namespace

// ---- sessions ----------------------------------------------------------------------------------

Result<SessionInfo> SessionService::create(const std::string& session_id, const std::string& title,
                                           const Caller& caller) {
  return parts_.store->create(session_id.empty() ? new_session_id() : session_id, title,
                              caller.owner, parts_.clock.wall_ms());
}

Result<SessionInfo> SessionService::info(const std::string& session_id) {
  return parts_.store->info(session_id);
}

Result<SessionInfo> SessionService::patch(const std::string& session_id,
                                          const SessionPatchRequest& patch) {
  return parts_.store->patch(session_id, {.title = patch.title, .local_only = patch.local_only});
}

Result<std::vector<SessionInfo>> SessionService::list(const Caller& caller, int limit) {
  if (caller.owner.empty()) return std::vector<SessionInfo>{};
  return parts_.store->list(caller.owner, limit);
}

Status SessionService::clear(const std::string& session_id, const Caller& caller) {
  return parts_.store->clear(session_id, caller.owner);
}

Result<SessionExport> SessionService::take_along(const std::string& session_id) {
  Result<SessionInfo> info = parts_.store->info(session_id);
  if (!info) return info.error();
  SessionExport session{std::move(info).value(), {}};
  std::optional<std::string> after;
  do {
    Result<MessagePage> page = parts_.store->read_page(session_id, after, kPageOfExport);
    if (!page) return page.error();
    std::move(page.value().messages.begin(), page.value().messages.end(),
              std::back_inserter(session.messages));
    after = page.value().next;
    if (session.messages.size() > kMaxImportedMessages)
      return Error{ErrorCode::payload_too_large, "A session of more than " +
                                                     std::to_string(kMaxImportedMessages) +
                                                     " messages cannot be exported in one piece."};
  } while (after);
  return session;
}

Result<SessionInfo> SessionService::bring_back(const std::string& session_id,
                                               const SessionExport& session, const Caller& caller) {
  return parts_.store->import(session_id.empty() ? new_session_id() : session_id, session,
                              caller.owner, parts_.clock.wall_ms());
}

// ---- messages ----------------------------------------------------------------------------------

Result<MessagePage> SessionService::messages(const std::string& session_id,
                                             const std::optional<std::string>& after, int limit) {
  Result<MessagePage> page = parts_.store->read_page(session_id, after, limit);
  if (!page || page.value().next) return page;
  const std::string open = unanswered_turn(page.value().messages);
  if (open.empty() || !mend_if_lost(parts_, session_id, open)) return page;
  return parts_.store->read_page(session_id, after, limit);
}

Result<std::vector<Message>> SessionService::some_messages(const std::string& session_id,
                                                           const std::vector<std::string>& ids) {
  return parts_.store->read_messages(session_id, ids);
}

Result<Message> SessionService::mark(const std::string& session_id, const std::string& message_id,
                                     const MessagePatchRequest& patch) {
  Result<std::vector<Message>> found = parts_.store->read_messages(session_id, {message_id});
  if (!found) return found.error();
  if (found.value().empty()) return not_found("There is no such message in this session.");
  Message message = std::move(found.value().front());
  // A message is at most one of the two: what is set last takes the place of the other.
  if (patch.pinned) message.pinned = *patch.pinned;
  if (patch.excluded) message.excluded = *patch.excluded;
  if (patch.pinned.value_or(false)) message.excluded = false;
  if (patch.excluded.value_or(false)) message.pinned = false;
  const Mark mark = message.pinned ? Mark::pinned : message.excluded ? Mark::excluded : Mark::none;
  if (const Status marked = parts_.store->mark(session_id, message_id, mark); !marked)
    return marked.error();
  return message;
}

Status SessionService::erase(const std::string& session_id, const std::string& message_id) {
  return parts_.store->erase(session_id, message_id);
}

Result<std::unique_ptr<LiveFeed::Subscription>> SessionService::watch(
    const std::string& session_id, const std::optional<std::string>& after) {
  return parts_.feed->subscribe(session_id, after);
}

// ---- turns -------------------------------------------------------------------------------------

Result<TurnRecord> SessionService::turn(const std::string& session_id, const std::string& turn_id) {
  return view_turn(parts_, session_id, turn_id);
}

Status SessionService::choose(const std::string& session_id, const std::string& turn_id,
                              const std::string& answer_id) {
  return parts_.store->choose_answer(session_id, turn_id, answer_id);
}

Result<ContextReport> SessionService::preview(const std::string& session_id,
                                              const LaneRequest& request,
                                              const std::string& message) {
  Lane lane;
  lane.request = request;
  ProviderSlot* const slot = parts_.providers.find(request.provider);
  if (slot == nullptr) return provider_unavailable("This provider is not part of this proxy.");
  // What would be sent can be told of a provider that does not answer right now, too.
  lane.with = {slot, slot->provider->status()};
  if (request.model) lane.with.status.model = *request.model;

  TurnInputs inputs;
  inputs.session_id = session_id;
  inputs.question.text = message;
  Result<StoredMemory> past = parts_.store->read_memory(
      session_id, history_bytes_for(plan_request(lane, inputs)), std::nullopt);
  if (!past) return past.error();
  inputs.past = std::move(past).value();
  inputs.stored_messages = inputs.past.message_count + 1;
  plan_lane(lane, inputs, inputs.past, parts_.calibration);
  ContextReport report = std::move(lane.start.context);
  if (summary_due(plan_request(lane, inputs), inputs.past))
    report.notes.push_back(
        "The older messages would be summarized first, by a call of its own to the same model.");
  return report;
}

}  // namespace magic
