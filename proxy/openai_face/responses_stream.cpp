#include <utility>

#include "proxy/openai_face/responses_face.h"
#include "proxy/openai_face/responses_object.h"
#include "shared/sse.h"

namespace magic {
namespace {

// The output is a row of items, a reasoning or a message each. One is open at a time; a piece of
// the other kind closes it. `text_` is what its only open part has so far.
class ResponsesStream final : public FaceStream {
 public:
  explicit ResponsesStream(FaceHead head) : head_(std::move(head)) {}

  std::string begin() override {
    const Json response = response_object(head_, "in_progress", Json::array());
    std::string bytes = lifecycle("response.created", response);
    return bytes + lifecycle("response.in_progress", response);
  }

  std::string text(std::string_view piece) override {
    std::string bytes = open(Item::message);
    text_ += piece;
    Json event = part_event();
    event["delta"] = piece;
    event["logprobs"] = Json::array();
    return bytes + send("response.output_text.delta", event);
  }

  std::string reasoning(std::string_view piece) override {
    std::string bytes = open(Item::reasoning);
    text_ += piece;
    Json event = part_event();
    event["delta"] = piece;
    return bytes + send("response.reasoning_summary_text.delta", event);
  }

  std::string end(const FaceAnswer& answer) override {
    const bool failed = failure_of(answer).has_value();
    const bool is_refusal = answer.ending == Ending::refused;
    const bool is_whole = !failed && (is_refusal || answer.ending == Ending::completed);
    std::string bytes;
    if (is_whole && open_ != Item::message) bytes += open(Item::message);
    bytes += close_part();
    if (is_whole && is_refusal) bytes += refusal(answer.text);
    bytes += close_item(is_whole ? "completed" : "incomplete");

    const Json response = ended_response_object(head_, answer, output_);
    return bytes + lifecycle("response." + response["status"].get<std::string>(), response);
  }

  void set_model(std::string model) override { head_.model = std::move(model); }

 private:
  enum class Item { none, reasoning, message };

  std::string open(Item kind) {
    if (open_ == kind) return "";
    std::string bytes = close_part() + close_item("completed");
    open_ = kind;
    id_ = item_id(head_, kind == Item::message ? "msg" : "rs", output_.size());
    bytes += item_event("response.output_item.added",
                        kind == Item::message ? message_item(id_, "in_progress", Json::array())
                                              : reasoning_item(id_, Json::array()));
    return bytes + open_part(kind == Item::message ? output_text_part("") : summary_part());
  }

  std::string open_part(Json part) {
    text_.clear();
    Json event = part_event();
    event["part"] = std::move(part);
    return send(open_ == Item::message ? "response.content_part.added"
                                       : "response.reasoning_summary_part.added",
                event);
  }

  std::string close_part() {
    if (open_ == Item::none) return "";
    Json event = part_event();
    event["text"] = text_;
    if (open_ == Item::reasoning)
      return send("response.reasoning_summary_text.done", event) +
             part_done("response.reasoning_summary_part.done", summary_part());
    event["logprobs"] = Json::array();
    return send("response.output_text.done", event) +
           part_done("response.content_part.done", output_text_part(text_));
  }

  std::string part_done(const char* type, Json part) {
    Json event = part_event();
    event["part"] = part;
    parts_.push_back(std::move(part));
    return send(type, event);
  }

  // The whole sentence at once: that it is a refusal is known only now.
  std::string refusal(const std::string& sentence) {
    std::string bytes = open_part(refusal_part(""));
    Json delta = part_event();
    delta["delta"] = sentence;
    bytes += send("response.refusal.delta", delta);
    Json done = part_event();
    done["refusal"] = sentence;
    bytes += send("response.refusal.done", done);
    return bytes + part_done("response.content_part.done", refusal_part(sentence));
  }

  std::string close_item(const char* status) {
    if (open_ == Item::none) return "";
    Json parts = std::exchange(parts_, Json::array());
    Json item = open_ == Item::message ? message_item(id_, status, std::move(parts))
                                       : reasoning_item(id_, std::move(parts));
    std::string bytes = item_event("response.output_item.done", item);
    output_.push_back(std::move(item));
    open_ = Item::none;
    return bytes;
  }

  Json summary_part() const { return {{"type", "summary_text"}, {"text", text_}}; }

  // What every event of the open part says of its place.
  Json part_event() const {
    Json event;
    event["item_id"] = id_;
    event["output_index"] = output_.size();
    event[open_ == Item::message ? "content_index" : "summary_index"] = parts_.size();
    return event;
  }

  std::string item_event(const char* type, const Json& item) {
    Json event;
    event["output_index"] = output_.size();
    event["item"] = item;
    return send(type, event);
  }

  std::string lifecycle(const std::string& type, const Json& response) {
    Json event;
    event["response"] = response;
    return send(type, event);
  }

  std::string send(const std::string& type, const Json& fields) {
    Json event;
    event["type"] = type;
    event["sequence_number"] = next_number_++;
    event.update(fields);
    return sse_event(type, dump_json(event));
  }

  FaceHead head_;
  std::int64_t next_number_ = 0;
  Json output_ = Json::array();  // the closed items
  Item open_ = Item::none;
  std::string id_;              // of the open item
  Json parts_ = Json::array();  // of the open item, the closed ones
  std::string text_;
};

}  // namespace

std::unique_ptr<FaceStream> make_responses_stream(FaceHead head) {
  return std::make_unique<ResponsesStream>(std::move(head));
}

}  // namespace magic
