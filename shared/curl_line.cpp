#include "shared/curl_line.h"

#include <algorithm>

namespace magic {
namespace {

bool is_authorization(std::string_view name) {
  constexpr std::string_view kName = "authorization";
  return std::equal(name.begin(), name.end(), kName.begin(), kName.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

bool begins_name(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; }

// Inside double quotes $ ` " and \ mean something. Only $NAME is left to mean it.
std::string expanding_quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_variable = c == '$' && i + 1 < text.size() && begins_name(text[i + 1]);
    if (c == '`' || c == '"' || c == '\\' || (c == '$' && !is_variable)) out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";  // ends the quotes, one quote by itself, begins them again
    else
      out += c;
  }
  return out + '\'';
}

std::string curl_line(const UpstreamCall& call) {
  std::string line = "curl -sS ";
  if (call.method != "POST") line += "-X " + shell_quoted(call.method) + ' ';
  line += shell_quoted(call.url);
  for (const auto& [name, value] : call.headers) {
    const std::string header = name + ": " + value;
    line += " -H " + (is_authorization(name) ? expanding_quoted(header) : shell_quoted(header));
  }
  // The body is JSON and so never begins with @, which would mean a file.
  return line + " --data-binary " + shell_quoted(call.body);
}

}  // namespace magic
