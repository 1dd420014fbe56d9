#include "proxy/http/path_ids.h"

#include <charconv>
#include <string_view>

#include "shared/session_id.h"

namespace magic {

Result<std::string> path_id(const httplib::Request& request, const char* name) {
  const auto it = request.path_params.find(name);
  // The ids of turns and messages are of the same characters as those of sessions.
  if (it == request.path_params.end() || !is_valid_session_id(it->second)) return bad_id(name);
  return it->second;
}

Error bad_id(const char* name) {
  return invalid_field(
      name, std::string(name) + " must be 1 to 128 characters out of A-Z, a-z, 0-9, _ and -.");
}

std::optional<std::string> query_text(const httplib::Request& request, const char* name) {
  if (!request.has_param(name)) return std::nullopt;
  return request.get_param_value(name);
}

Result<int> query_number(const httplib::Request& request, const char* name, int otherwise,
                         int least, int most) {
  const std::optional<std::string> text = query_text(request, name);
  if (!text) return otherwise;
  int number = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, problem] = std::from_chars(text->data(), end, number);
  if (problem != std::errc{} || stop != end || number < least || number > most)
    return invalid_field(name, std::string(name) + " must be a whole number from " +
                                   std::to_string(least) + " to " + std::to_string(most) + ".");
  return number;
}

}  // namespace magic
