#include "proxy/chat/turn_view.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "proxy/chat/lost_turns.h"
#include "proxy/chat/turn_recipe_json.h"
#include "proxy/memory/context_plan.h"

namespace magic {
namespace {

class TurnView {
 public:
  TurnView(ChatParts& parts, std::string session_id) : parts_(parts) {
    record_.session_id = std::move(session_id);
  }

  Result<TurnRecord> read(const std::string& turn_id) {
    Result<StoredTurn> turn = parts_.store->read_turn(record_.session_id, turn_id);
    if (!turn) return turn.error();
    const bool was_lost = mend_if_lost(parts_, record_.session_id, turn_id);
    if (was_lost) turn = parts_.store->read_turn(record_.session_id, turn_id);
    if (!turn) return turn.error();
    record_.turn_id = turn_id;

    std::vector<std::string> ids{turn.value().question_id};
    for (const StoredAttempt& attempt : turn.value().answers) ids.push_back(attempt.answer_id);
    Result<std::vector<Message>> messages = parts_.store->read_messages(record_.session_id, ids);
    if (!messages) return messages.error();
    for (Message& message : messages.value())
      if (message.id == turn.value().question_id) record_.question = std::move(message);
    for (const StoredAttempt& attempt : turn.value().answers) {
      const auto answer = std::find_if(messages.value().begin(), messages.value().end(),
                                       [&](const Message& m) { return m.id == attempt.answer_id; });
      if (answer == messages.value().end()) continue;  // deleted
      Result<AnswerRecord> record = answer_record(*answer, attempt.recipe);
      if (!record) return record.error();
      record_.answers.push_back(std::move(record).value());
    }
    // Interrupted: its question was erased, so that no answer can be stored any more.
    record_.status = turn.value().has_ended() ? "finished" : was_lost ? "interrupted" : "running";
    return std::move(record_);
  }

 private:
  Result<AnswerRecord> answer_record(const Message& answer, const std::string& line) {
    AnswerRecord record;
    record.answer = answer;
    Result<TurnRecipe> parsed = turn_recipe_from_json(line);
    if (!parsed) {
      record.request.mode = answer.mode;
      record.request.provider = answer.provider;
      record.call_note = "How this answer was made was not kept.";
      return record;
    }
    TurnRecipe& recipe = parsed.value();
    if (const Status read = read_summary(recipe); !read) return read.error();
    record.request = recipe.request;
    record.trace = recipe.trace;
    const Result<std::vector<Message>> messages = messages_for(recipe);
    if (!messages) return messages.error();
    record.context = report_of(recipe, messages.value());
    make_call(recipe, messages.value(), record);
    return record;
  }

  // A recipe holds no text, of summaries neither.
  Status read_summary(TurnRecipe& recipe) {
    if (!recipe.context.summary) return success();
    Result<std::optional<std::string>> text =
        parts_.store->read_summary_text(record_.session_id, recipe.context.summary->covers_to);
    if (!text) return text.error();
    recipe.context.summary->text = std::move(text).value().value_or("");
    return success();
  }

  // All that the recipe's runs may name: what was read for the turn, what was pinned further back,
  // and the question.
  Result<std::vector<Message>> messages_for(const TurnRecipe& recipe) {
    if (!record_.question) return std::vector<Message>{};
    PlanRequest as_then;
    as_then.mode = recipe.request.mode;
    as_then.memory = recipe.request.memory;
    as_then.window_tokens = recipe.context.window_tokens;
    as_then.token_factor = recipe.token_factor;
    Result<StoredMemory> past = read_past(history_bytes_for(as_then));
    // A lane is also given what others of its comparison needed, whose windows may be larger.
    if (past && begins_after(past.value(), recipe.runs)) past = read_past(kMostHistoryBytes);
    if (!past) return past.error();
    std::vector<Message> messages = std::move(past.value().messages);

    std::vector<std::string> further_back;
    for (const ItemRun& run : recipe.runs)
      if (run.count == 1 && (messages.empty() || run.from < messages.front().id) &&
          run.from < record_.question->id)
        further_back.push_back(run.from);
    Result<std::vector<Message>> older =
        parts_.store->read_messages(record_.session_id, further_back);
    if (!older) return older.error();
    messages.insert(messages.begin(), std::make_move_iterator(older.value().begin()),
                    std::make_move_iterator(older.value().end()));
    messages.push_back(*record_.question);
    return messages;
  }

  Result<StoredMemory> read_past(std::size_t max_bytes) {
    return parts_.store->read_memory(record_.session_id, max_bytes, record_.question->id);
  }

  // Whether messages of a run are older than all that was read. One that stands alone may be a
  // pinned one from further back.
  static bool begins_after(const StoredMemory& past, const std::vector<ItemRun>& runs) {
    if (past.reaches_beginning || past.messages.empty()) return false;
    return std::any_of(runs.begin(), runs.end(), [&](const ItemRun& run) {
      return run.count > 1 && run.from < past.messages.front().id;
    });
  }

  void make_call(const TurnRecipe& recipe, const std::vector<Message>& messages,
                 AnswerRecord& record) {
    if (recipe.trace.format.empty()) {
      record.call_note = "Nothing was sent.";
      return;
    }
    if (recipe.context.summary && recipe.context.summary->text.empty()) {
      record.call_note =
          "The summary that was sent is gone, because something that it was made of was deleted or "
          "newer ones took its place. So the request cannot be shown.";
      return;
    }
    const std::optional<Prompt> prompt = prompt_of(recipe, messages);
    if (!prompt) {
      record.call_note =
          "A message that was sent has been deleted since, so the request cannot be shown.";
      return;
    }
    ProviderSlot* const slot = parts_.providers.find(record.answer.provider);
    if (slot != nullptr) record.call = slot->provider->call_for(*prompt, recipe.trace.format);
    if (!record.call) {
      record.call_note = "The provider that was asked is not part of this proxy any more.";
      return;
    }
    record.call_is_exact =
        static_cast<std::int64_t>(record.call->body.size()) == recipe.trace.body_bytes &&
        text_hash(record.call->body) == recipe.trace.body_hash;
    if (!record.call_is_exact)
      record.call_note =
          "Settings have changed since, so this is not to the byte what was sent then.";
  }

  ChatParts& parts_;
  TurnRecord record_;
};

}  // namespace

Result<TurnRecord> view_turn(ChatParts& parts, const std::string& session_id,
                             const std::string& turn_id) {
  return TurnView(parts, session_id).read(turn_id);
}

}  // namespace magic
