#include <utility>

#include "proxy/openai_face/responses_face.h"
#include "proxy/openai_face/responses_object.h"
#include "shared/sse.h"

namespace magic {
namespace {

// The output is a row of items, a reasoning or a message each. One is open at a time; a piece of
// the other kind closes it. `text_` is what its open part has so far. What is to be sent gathers in
// `bytes_`, in the order of its numbers.
class ResponsesStream final : public FaceStream {
 public:
  explicit ResponsesStream(FaceHead head) : head_(std::move(head)) {}

  std::string begin() override {
    const Json response = response_object(head_, "in_progress", Json::array());
    lifecycle("response.created", response);
    lifecycle("response.in_progress", response);
    return taken();
  }

  std::string text(std::string_view piece) override {
    open(Item::message);
    text_ += piece;
    Json event = part_event();
    event["delta"] = piece;
    event["logprobs"] = Json::array();
    send("response.output_text.delta", event);
    return taken();
  }

  std::string reasoning(std::string_view piece) override {
    open(Item::reasoning);
    text_ += piece;
    Json event = part_event();
    event["delta"] = piece;
    send("response.reasoning_summary_text.delta", event);
    return taken();
  }

  std::string end(const FaceAnswer& answer) override {
    const bool is_refusal = answer.ending == Ending::refused;
    const bool is_whole = !failure_of(answer) && (is_refusal || answer.ending == Ending::completed);
    if (is_whole) open(Item::message);
    close_part();
    if (is_whole && is_refusal) refuse(answer.text);
    close_item(is_whole ? "completed" : "incomplete");

    const Json response = ended_response_object(head_, answer, output_);
    lifecycle("response." + response["status"].get<std::string>(), response);
    return taken();
  }

  void set_model(std::string model) override { head_.model = std::move(model); }

 private:
  enum class Item { none, reasoning, message };

  void open(Item kind) {
    if (open_ == kind) return;
    close_part();
    close_item("completed");
    open_ = kind;
    const bool is_message = kind == Item::message;
    id_ = item_id(head_, is_message ? "msg" : "rs", output_.size());
    item_event("response.output_item.added", is_message
                                                 ? message_item(id_, "in_progress", Json::array())
                                                 : reasoning_item(id_, Json::array()));
    open_part(is_message ? output_text_part("") : summary_part(""));
  }

  void open_part(Json part) {
    text_.clear();
    Json event = part_event();
    event["part"] = std::move(part);
    send(open_ == Item::message ? "response.content_part.added"
                                : "response.reasoning_summary_part.added",
         event);
  }

  void close_part() {
    if (open_ == Item::none) return;
    const bool is_message = open_ == Item::message;
    Json event = part_event();
    event["text"] = text_;
    if (is_message) event["logprobs"] = Json::array();
    send(is_message ? "response.output_text.done" : "response.reasoning_summary_text.done", event);
    part_done(is_message ? output_text_part(text_) : summary_part(text_));
  }

  void part_done(Json part) {
    Json event = part_event();
    event["part"] = part;
    send(open_ == Item::message ? "response.content_part.done"
                                : "response.reasoning_summary_part.done",
         event);
    parts_.push_back(std::move(part));
  }

  // The whole sentence at once: that it is a refusal is known only now.
  void refuse(const std::string& sentence) {
    open_part(refusal_part(""));
    Json delta = part_event();
    delta["delta"] = sentence;
    send("response.refusal.delta", delta);
    Json done = part_event();
    done["refusal"] = sentence;
    send("response.refusal.done", done);
    part_done(refusal_part(sentence));
  }

  void close_item(const char* status) {
    if (open_ == Item::none) return;
    Json parts = std::exchange(parts_, Json::array());
    Json item = open_ == Item::message ? message_item(id_, status, std::move(parts))
                                       : reasoning_item(id_, std::move(parts));
    item_event("response.output_item.done", item);
    output_.push_back(std::move(item));
    open_ = Item::none;
  }

  // What every event of the open part says of its place.
  Json part_event() const {
    Json event;
    event["item_id"] = id_;
    event["output_index"] = output_.size();
    event[open_ == Item::message ? "content_index" : "summary_index"] = parts_.size();
    return event;
  }

  void item_event(const char* type, const Json& item) {
    Json event;
    event["output_index"] = output_.size();
    event["item"] = item;
    send(type, event);
  }

  void lifecycle(const std::string& type, const Json& response) {
    Json event;
    event["response"] = response;
    send(type, event);
  }

  void send(const std::string& type, const Json& fields) {
    Json event;
    event["type"] = type;
    event["sequence_number"] = next_number_++;
    event.update(fields);
    bytes_ += sse_event(type, dump_json(event));
  }

  std::string taken() { return std::exchange(bytes_, {}); }

  FaceHead head_;
  std::string bytes_;
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
