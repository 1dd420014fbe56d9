#include "shared/session_markdown.h"

#include <chrono>
#include <cstdio>
#include <string_view>

#include "shared/session_id.h"

namespace magic {
namespace {

std::string_view ending_in_words(Ending ending) {
  switch (ending) {
    case Ending::completed:
      return "";
    case Ending::length:
      return "Cut off: the answer reached its longest length.";
    case Ending::filtered:
      return "Stopped by the provider's content filter.";
    case Ending::refused:
      return "The model declined to answer.";
    case Ending::cancelled:
      return "Stopped by the user.";
    case Ending::upstream_error:
      return "Broken off: the provider failed.";
    case Ending::disconnected:
      return "Broken off: the client went away.";
  }
  return "";
}

// A heading is one line; models are named by their users.
std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r') c = ' ';
  return text;
}

std::string heading(const Message& message) {
  std::string who = "You";
  if (message.role == Role::assistant) {
    who = message.model.empty() ? "" : one_line(message.model) + " · ";
    who += name_of(message.provider);
  }
  std::string line = "## " + who + " · " + utc_time_text(message.created_at_ms);
  if (message.role == Role::assistant && !message.current)
    line += " · alternative, not the current answer";
  return line + "\n\n";
}

}  // namespace

std::string utc_time_text(std::int64_t at_ms) {
  using namespace std::chrono;
  const sys_time<milliseconds> at{milliseconds(at_ms)};
  const sys_days day = floor<days>(at);
  const year_month_day date(day);
  const hh_mm_ss time(floor<seconds>(at - day));
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text;
}

std::string session_to_markdown(const SessionExport& session) {
  std::string out = "# " +
                    (session.info.title.empty() ? std::string(shown_session_id(session.info.id))
                                                : one_line(session.info.title)) +
                    "\n";
  for (const Message& message : session.messages) {
    out += "\n" + heading(message);
    const std::string_view ending = ending_in_words(message.status);
    if (!ending.empty()) out.append("*").append(ending).append("*\n\n");
    out += message.text.empty() ? "(no text)" : message.text;
    out += "\n";
  }
  return out;
}

}  // namespace magic
