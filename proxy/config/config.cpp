#include "proxy/config/config.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace magic {
namespace {

Error wrong(std::string sentence) { return {ErrorCode::internal, std::move(sentence)}; }

std::string option_of(const Setting& setting) {
  std::string option = "--" + setting.name;
  std::transform(option.begin(), option.end(), option.begin(), [](unsigned char c) {
    return c == '_' ? '-' : static_cast<char>(std::tolower(c));
  });
  return option;
}

struct CommandLine {
  Variables values;  // by setting name
  std::string env_file;
  bool help = false;
  bool version = false;
};

Result<CommandLine> read_arguments(const std::vector<std::string>& arguments) {
  CommandLine line;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--help" || argument == "-h") {
      line.help = true;
      continue;
    }
    if (argument == "--version") {
      line.version = true;
      continue;
    }
    const std::size_t equals = argument.find('=');
    const std::string option = argument.substr(0, equals);
    const auto setting =
        std::find_if(settings().begin(), settings().end(),
                     [&](const Setting& each) { return option_of(each) == option; });
    if (setting == settings().end() && option != "--env-file")
      return wrong("There is no option " + option + "; --help lists them all.");
    if (setting != settings().end() && setting->secret)
      return wrong(option + " would show a secret to every user of this machine. Set " +
                   setting->name + " or " + setting->name + "_FILE in the environment or in .env.");
    if (equals == std::string::npos && ++i == arguments.size())
      return wrong("The option " + option + " needs a value.");
    const std::string value =
        equals == std::string::npos ? arguments[i] : argument.substr(equals + 1);
    if (option == "--env-file") {
      line.env_file = value;
    } else {
      line.values[setting->name] = value;
    }
  }
  return line;
}

Result<Variables> read_env_file(const ConfigSources& sources, const std::string& named) {
  const std::string path = named.empty() ? ".env" : named;
  const std::optional<std::string> text = sources.read_file(path);
  if (!text && !named.empty()) return wrong("The file " + path + " cannot be read.");
  if (!text) return Variables{};
  Result<Variables> parsed = parse_env_file(*text);
  if (!parsed) return wrong(path + ": " + parsed.error().message);
  return parsed;
}

// A secret file ends in a line break more often than not.
std::string without_line_end(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

// A key can be written into an address, where it is not taken.
bool may_hold_secret(const Setting& setting, const std::string& value) {
  return setting.secret || value.find_first_of("@?#") != std::string::npos;
}

struct Lookup {
  const ConfigSources& sources;
  const CommandLine& line;
  const Variables& file;

  std::optional<std::string> variable(const std::string& name) const {
    if (auto value = sources.environment(name); value && !value->empty()) return value;
    const auto in_file = file.find(name);
    if (in_file != file.end() && !in_file->second.empty()) return in_file->second;
    return std::nullopt;
  }

  Result<std::optional<std::string>> value(const Setting& setting) const {
    const auto given = line.values.find(setting.name);
    if (given != line.values.end()) return std::optional(given->second);
    if (std::optional<std::string> value = variable(setting.name)) return value;
    if (!setting.secret) return std::optional<std::string>();
    const std::optional<std::string> path = variable(setting.name + "_FILE");
    if (!path) return std::optional<std::string>();
    const std::optional<std::string> text = sources.read_file(*path);
    if (!text) return wrong(setting.name + "_FILE names " + *path + ", which cannot be read.");
    std::string value = without_line_end(*text);
    if (value.empty()) return wrong(setting.name + "_FILE names " + *path + ", which is empty.");
    return std::optional(std::move(value));
  }
};

}  // namespace

Result<Invocation> load_config(const ConfigSources& sources, const Config& defaults) {
  const Result<CommandLine> line = read_arguments(sources.arguments);
  if (!line) return line.error();
  Invocation invocation{defaults, line.value().help, line.value().version};
  if (invocation.help || invocation.version) return invocation;

  const Result<Variables> file = read_env_file(sources, line.value().env_file);
  if (!file) return file.error();
  const Lookup lookup{sources, line.value(), file.value()};
  for (const Setting& setting : settings()) {
    const Result<std::optional<std::string>> value = lookup.value(setting);
    if (!value) return value.error();
    if (!value.value()) continue;
    const std::optional<std::string> must_be = setting.set(invocation.config, *value.value());
    if (must_be)
      return wrong(
          setting.name + " must be " + *must_be +
          (may_hold_secret(setting, *value.value()) ? "." : ", but is '" + *value.value() + "'."));
  }
  Config& config = invocation.config;
  if (!config.redis.ca_file.empty() && !sources.read_file(config.redis.ca_file))
    return wrong("REDIS_CA_FILE names " + config.redis.ca_file + ", which cannot be read.");
  static_cast<UpstreamLimits&>(config.openai) = config.upstream;
  static_cast<UpstreamLimits&>(config.ollama) = config.upstream;
  config.demo.api_url = "http://localhost:" + std::to_string(config.http.port);
  return invocation;
}

std::string help_text(const Config& defaults) {
  std::string text =
      "chat-proxy: the Memory Magic proxy. It keeps conversations in Redis and answers through\n"
      "ChatGPT, Ollama or the built-in demo.\n\n"
      "Every setting is an environment variable, a line of .env (--env-file PATH for another "
      "file)\n"
      "or, unless it is a secret, an option. A secret may also be in a file named by "
      "NAME_FILE.\n\n";
  for (const Setting& setting : settings()) {
    text += "  " + setting.name;
    if (!setting.secret) text += ", " + option_of(setting);
    const std::string shown = setting.show(defaults);
    text += "\n      " + setting.help;
    if (!shown.empty()) text += " (default " + shown + ")";
    text += "\n";
  }
  text += "\n  --help, --version\n";
  return text;
}

}  // namespace magic
