#include "proxy/providers/chat_messages_json.h"

namespace magic {

Json chat_messages_json(const Prompt& prompt) {
  Json messages = Json::array();
  if (!prompt.instructions.empty())
    messages.push_back({{"role", "system"}, {"content", prompt.instructions}});
  for (const PromptMessage& message : prompt.messages)
    messages.push_back({{"role", name_of(message.role)}, {"content", message.text}});
  return messages;
}

}  // namespace magic
