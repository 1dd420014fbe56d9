#include "client-wasm/views/message_text.h"

#include "client-wasm/model/shown_text.h"
#include "client-wasm/views/plain_text.h"
#include "client-wasm/words/say.h"
#include "shared/utf8.h"

namespace magic {
namespace {

constexpr std::size_t kNameBytes = 60;

}  // namespace

std::string message_text(const Entry& entry) {
  std::string shown = shown_text(entry.message.text);
  if (entry.message.role == Role::user) return shown;
  MarkdownText markdown;
  markdown.update(shown);
  return plain_text(markdown.blocks()).text;
}

std::string message_name(const Entry& entry) {
  const bool is_user = entry.message.role == Role::user;
  const std::string_view begin = utf8_prefix(entry.message.text, kNameBytes);
  std::string name = say(Word::by, {say(is_user ? Word::you : Word::assistant), shown_text(begin)});
  for (char& c : name)
    if (c == '\n' || c == '\t' || c == '#') c = ' ';
  return name;
}

}  // namespace magic
