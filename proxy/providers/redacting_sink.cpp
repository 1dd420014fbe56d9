#include "proxy/providers/redacting_sink.h"

#include <algorithm>

#include "proxy/providers/error_mapping.h"

namespace magic {
namespace {

// How much of the end of `text` is the beginning of `secret`.
std::size_t begun(std::string_view text, std::string_view secret) {
  std::size_t bytes = std::min(text.size(), secret.size() - 1);
  while (!text.ends_with(secret.substr(0, bytes))) --bytes;
  return bytes;
}

}  // namespace

RedactingSink::RedactingSink(AnswerSink& reader, const Secret& secret)
    : reader_(reader), secret_(secret) {}

bool RedactingSink::on_text(std::string_view piece) { return take(&AnswerSink::on_text, piece); }

bool RedactingSink::on_reasoning(std::string_view piece) {
  return take(&AnswerSink::on_reasoning, piece);
}

void RedactingSink::finish() { pass_on(held_.size()); }

bool RedactingSink::take(Channel channel, std::string_view piece) {
  if (!is_long_enough_to_redact(secret_)) return (reader_.*channel)(piece);
  if (channel != channel_ && !pass_on(held_.size())) return false;
  channel_ = channel;
  held_ += piece;
  const std::string& secret = secret_.reveal();
  for (std::size_t at = held_.find(secret); at != std::string::npos;
       at = held_.find(secret, at + kRedacted.size()))
    held_.replace(at, secret.size(), kRedacted);
  return pass_on(held_.size() - begun(held_, secret));
}

bool RedactingSink::pass_on(std::size_t bytes) {
  if (bytes == 0) return true;
  const bool goes_on = (reader_.*channel_)(std::string_view(held_).substr(0, bytes));
  held_.erase(0, bytes);
  return goes_on;
}

}  // namespace magic
