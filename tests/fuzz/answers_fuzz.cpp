// Answers of providers, in each of their formats, as a whole and in pieces; and what is said when
// they report a problem.
#include <memory>

#include "proxy/providers/chat_completions_codec.h"
#include "proxy/providers/error_mapping.h"
#include "proxy/providers/ollama_codec.h"
#include "proxy/providers/openai_codec.h"
#include "proxy/providers/redacting_sink.h"
#include "shared/utf8.h"
#include "tests/fuzz/fuzzing.h"

using namespace magic;

namespace {

const Secret kKey("sk-key-1");

struct Heard final : AnswerSink {
  bool on_text(std::string_view piece) override {
    text += piece;
    return true;
  }
  bool on_reasoning(std::string_view piece) override {
    reasoning += piece;
    return true;
  }

  std::string text;
  std::string reasoning;
  DecodedEnd end;

  bool operator==(const Heard& other) const {
    return text == other.text && reasoning == other.reasoning && end.ending == other.end.ending &&
           end.problem == other.end.problem && end.model == other.end.model &&
           end.response_id == other.end.response_id && end.usage == other.end.usage;
  }
};

template <class Feed>
Heard listen(std::unique_ptr<AnswerDecoder> decoder, Feed&& feed) {
  Heard heard;
  RedactingSink sink(heard, kKey);
  bool goes_on = true;
  feed([&](std::string_view piece) {
    if (goes_on) goes_on = decoder->feed(piece, sink) == AnswerDecoder::Want::more;
  });
  heard.end = decoder->finish(sink);
  sink.finish();
  return heard;
}

void must_be_said_well(const Heard& heard) {
  fuzz::must(heard.text.find(kKey.reveal()) == std::string::npos, "the key is in no answer");
  fuzz::must(heard.end.problem.has_value() == (heard.end.ending == Ending::upstream_error),
             "there is a problem exactly when the ending says so");
  if (!heard.end.problem) return;
  const ProviderWords words{.name = "OpenAI", .secret = kKey};
  for (const int status : {0, 400, 404, 429, 500}) {
    const Error error = status == 0
                            ? error_from_problem(words, "model", *heard.end.problem)
                            : error_from_refusal(words, "model", status, *heard.end.problem, 0);
    fuzz::must(!error.message.empty(), "an error has a sentence");
    fuzz::must(error.message.find(kKey.reveal()) == std::string::npos, "the key is in no error");
    fuzz::must(is_valid_utf8(error.message), "an error is UTF-8");
  }
}

void take(std::string_view bytes, std::unique_ptr<AnswerDecoder> (*make)()) {
  const Heard whole = listen(make(), [&](auto feed) { feed(bytes); });
  const Heard cut = listen(make(), [&](auto feed) { fuzz::feed_in_pieces(bytes, feed); });
  fuzz::must(whole == cut, "an answer is the same however its bytes are cut");
  must_be_said_well(whole);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::text_of(data, size);
  for (const auto make :
       {make_openai_stream_decoder, make_openai_whole_decoder, make_ollama_stream_decoder,
        make_ollama_whole_decoder, make_chat_completions_stream_decoder,
        make_chat_completions_whole_decoder})
    take(bytes, make);
  return 0;
}
