// The use cases around what is stored: sessions, their messages, marks and turns.
//
// Session, turn and message ids were checked for their form before any of these.
// Thread rule: every method may be called from any thread.
// Errors: store_unavailable; not_found and conflict where the store has them (session_store.h).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "proxy/chat/chat_parts.h"
#include "proxy/chat/turn_request.h"
#include "shared/chat_types.h"
#include "shared/session_requests.h"
#include "shared/session_types.h"
#include "shared/turn_record.h"

namespace magic {

class SessionService {
 public:
  explicit SessionService(ChatParts& parts) : parts_(parts) {}

  // ---- sessions --------------------------------------------------------------------------------

  // An empty id: a new one. An empty title: "New chat" until the first message gives one.
  Result<SessionInfo> create(const std::string& session_id, const std::string& title,
                             const Caller& caller);
  Result<SessionInfo> info(const std::string& session_id);
  Result<SessionInfo> patch(const std::string& session_id, const SessionPatchRequest& patch);
  Result<std::vector<SessionInfo>> list(const Caller& caller, int limit);
  Status clear(const std::string& session_id, const Caller& caller);

  // All of it. payload_too_large: more than can be exported in one piece.
  Result<SessionExport> take_along(const std::string& session_id);
  // Under a new id where none is given.
  Result<SessionInfo> bring_back(const std::string& session_id, const SessionExport& session,
                                 const Caller& caller);

  // ---- messages --------------------------------------------------------------------------------

  Result<MessagePage> messages(const std::string& session_id,
                               const std::optional<std::string>& after, int limit);
  // Those of these ids that exist; for live events, which carry no text.
  Result<std::vector<Message>> some_messages(const std::string& session_id,
                                             const std::vector<std::string>& ids);
  Result<Message> mark(const std::string& session_id, const std::string& message_id,
                       const MessagePatchRequest& patch);
  Status erase(const std::string& session_id, const std::string& message_id);

  // What happens in it from now on, or after the event with that id (live_feed.h).
  Result<std::unique_ptr<LiveFeed::Subscription>> watch(const std::string& session_id,
                                                        const std::optional<std::string>& after);

  // ---- turns -----------------------------------------------------------------------------------

  Result<TurnRecord> turn(const std::string& session_id, const std::string& turn_id);
  Status choose(const std::string& session_id, const std::string& turn_id,
                const std::string& answer_id);

  // What would be sent if `message` were asked now. Nothing is sent or stored; a summary that
  // would have to be made first is said in a note.
  Result<ContextReport> preview(const std::string& session_id, const LaneRequest& request,
                                const std::string& message);

 private:
  ChatParts& parts_;
};

}  // namespace magic
