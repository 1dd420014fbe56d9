// The table of settings: names are the original's where it had them.
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "proxy/config/config.h"
#include "proxy/store/redis_url.h"

namespace magic {
namespace {

template <class T>
using Field = T& (*)(Config&);

// `show` reads through the same accessor that `set` writes through.
template <class T>
const T& read(Field<T> field, const Config& config) {
  return field(const_cast<Config&>(config));
}

Setting text(std::string name, std::string help, Field<std::string> field) {
  return {std::move(name), std::move(help), false,
          [field](Config& config, const std::string& value) -> std::optional<std::string> {
            field(config) = value;
            return std::nullopt;
          },
          [field](const Config& config) { return read(field, config); }};
}

Setting secret(std::string name, std::string help, Field<Secret> field) {
  return {std::move(name), std::move(help), true,
          [field](Config& config, const std::string& value) -> std::optional<std::string> {
            field(config) = Secret(value);
            return std::nullopt;
          },
          [](const Config&) { return std::string(); }};
}

// A secret that is sent in a header, where a line break or a space would leave it out without a word.
Setting key(std::string name, std::string help, Field<Secret> field) {
  Setting setting = secret(std::move(name), std::move(help), field);
  setting.set = [field](Config& config, const std::string& value) -> std::optional<std::string> {
    constexpr std::size_t kMaxBytes = 4096;
    const bool is_plain =
        std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < 0x7F; });
    if (!is_plain || value.size() > kMaxBytes)
      return "one line of at most 4,096 letters, digits and signs, without spaces";
    field(config) = Secret(value);
    return std::nullopt;
  };
  return setting;
}

// An address of a server: http:// or https://, and no key inside it.
Setting url(std::string name, std::string help, Field<std::string> field) {
  Setting setting = text(std::move(name), std::move(help), field);
  setting.set = [field](Config& config, const std::string& value) -> std::optional<std::string> {
    const bool http = value.starts_with("http://") || value.starts_with("https://");
    if (!http || value.find_first_of(" \t\r\n@?#") != std::string::npos)
      return "an http:// or https:// address without user, query or spaces";
    field(config) = value;
    while (field(config).ends_with('/')) field(config).pop_back();
    return std::nullopt;
  };
  return setting;
}

std::optional<int> whole_number(const std::string& value, int least, int most) {
  int number = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, problem] = std::from_chars(value.data(), end, number);
  if (problem != std::errc{} || stop != end || number < least || number > most) return std::nullopt;
  return number;
}

Setting whole(std::string name, std::string help, int least, int most, Field<int> field) {
  return {std::move(name), std::move(help), false,
          [=](Config& config, const std::string& value) -> std::optional<std::string> {
            const std::optional<int> number = whole_number(value, least, most);
            if (!number)
              return "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
            field(config) = *number;
            return std::nullopt;
          },
          [field](const Config& config) { return std::to_string(read(field, config)); }};
}

Setting yes_or_no(std::string name, std::string help, Field<bool> field) {
  return {std::move(name), std::move(help), false,
          [field](Config& config, const std::string& value) -> std::optional<std::string> {
            if (value != "true" && value != "false") return "true or false";
            field(config) = value == "true";
            return std::nullopt;
          },
          [field](const Config& config) { return read(field, config) ? "true" : "false"; }};
}

Setting list(std::string name, std::string help, Field<std::vector<std::string>> field) {
  return {std::move(name), std::move(help), false,
          [field](Config& config, const std::string& value) -> std::optional<std::string> {
            std::vector<std::string>& items = field(config);
            items.clear();
            std::string item;
            for (const char c : value + ",") {
              if (c != ',' && c != ' ') {
                item += c;
              } else if (!item.empty()) {
                items.push_back(std::exchange(item, {}));
              }
            }
            return std::nullopt;
          },
          [](const Config&) { return std::string(); }};
}

// After the single settings of Redis, because what it names counts before them. It may hold a
// password, so it is a secret as a whole.
Setting redis_url() {
  return {"REDIS_URL",
          "Where Redis is, in one line, before the settings above: "
          "redis://USER:PASSWORD@HOST:PORT/DB, rediss:// over TLS, unix://PATH, or "
          "redis+sentinel://HOST:PORT,HOST:PORT/MASTER/DB",
          true,
          [](Config& config, const std::string& value) -> std::optional<std::string> {
            const std::optional<std::string> problem = read_redis_url(value, config.redis);
            if (!problem) return std::nullopt;
            return "an address like redis://user:password@host:6379/0, but in this one " + *problem;
          },
          [](const Config&) { return std::string(); }};
}

std::vector<Setting> make_settings() {
  using Text = std::string&;
  using List = std::vector<std::string>&;
  return {
      text("HOST", "Address to listen on; 127.0.0.1 is this machine only",
           [](Config& c) -> Text { return c.http.host; }),
      whole("PORT", "Port of the API; 0 for any free one", 0, 65535,
            [](Config& c) -> int& { return c.http.port; }),
      whole("UI_PORT", "Port of the UI; 0 for any free one, -1 for no UI", -1, 65535,
            [](Config& c) -> int& { return c.http.ui_port; }),
      text("UI_DIR", "Folder of the built UI", [](Config& c) -> Text { return c.http.ui_dir; }),
      list("ALLOWED_HOSTS",
           "Host names that requests may be addressed to, besides this machine's own; * for all",
           [](Config& c) -> List { return c.http.allowed_hosts; }),
      list("ALLOWED_ORIGINS", "Origins whose pages may use the API, besides the UI's own",
           [](Config& c) -> List { return c.http.allowed_origins; }),
      text("PROXY_TOKENS_FILE",
           "File of the tokens that let somebody use the API: lines name:sha256:DIGITS, where "
           "DIGITS come from 'printf %s TOKEN | sha256sum'; then, if it has limits of its own, "
           ":TURNS_A_MINUTE:TOKENS_A_DAY; empty: everybody may",
           [](Config& c) -> Text { return c.http.tokens_file; }),
      yes_or_no("ALLOW_PUBLIC_WITHOUT_TOKENS",
                "Start on an address that others reach, and let everybody there use it",
                [](Config& c) -> bool& { return c.http.allow_public_without_tokens; }),
      text("PUBLISHED_HOST",
           "Address on which others reach it, when that is not HOST: where a container's port is "
           "published",
           [](Config& c) -> Text { return c.http.published_host; }),
      list("TRUSTED_PROXIES",
           "Addresses and ranges (10.0.0.0/8) of reverse proxies whose X-Forwarded-For and "
           "X-Forwarded-Proto are believed",
           [](Config& c) -> List { return c.http.trusted_proxies; }),
      whole("RATE_LIMIT_PER_MINUTE",
            "Turns a minute of each token or, without tokens, of each browser and address; 0: any",
            0, 60'000, [](Config& c) -> int& { return c.http.turn_limits.each.turns_per_minute; }),
      {"TOKEN_BUDGET_PER_DAY",
       "Model tokens a day (in UTC), in and out, of each of them; 0: any number", false,
       [](Config& c, const std::string& value) -> std::optional<std::string> {
         std::int64_t tokens = 0;
         const char* const end = value.data() + value.size();
         const auto [stop, problem] = std::from_chars(value.data(), end, tokens);
         if (problem != std::errc{} || stop != end || tokens < 0 || tokens > 1'000'000'000'000)
           return "a whole number from 0 to 1000000000000";
         c.http.turn_limits.each.tokens_per_day = tokens;
         return std::nullopt;
       },
       [](const Config& c) { return std::to_string(c.http.turn_limits.each.tokens_per_day); }},
      whole("CALLERS_PER_ADDRESS",
            "Browsers behind one address that together may have as much as that many alone", 1,
            10'000, [](Config& c) -> int& { return c.http.turn_limits.callers_per_address; }),
      {"LOG_LEVEL", "What is logged on stderr: error, warn, info or debug", false,
       [](Config& c, const std::string& value) -> std::optional<std::string> {
         const std::optional<LogLevel> level = log_level_from(value);
         if (!level) return "one of error, warn, info and debug";
         c.log_level = *level;
         return std::nullopt;
       },
       [](const Config& c) { return std::string(name_of(c.log_level)); }},
      {"MAX_MESSAGE_BYTES", "Longest message that is accepted", false,
       [](Config& c, const std::string& value) -> std::optional<std::string> {
         std::size_t bytes = 0;
         const char* const end = value.data() + value.size();
         const auto [stop, problem] = std::from_chars(value.data(), end, bytes);
         if (problem != std::errc{} || stop != end || bytes < 1 || bytes > 1'000'000)
           return "a whole number from 1 to 1000000";
         c.http.limits.max_message_bytes = bytes;
         return std::nullopt;
       },
       [](const Config& c) { return std::to_string(c.http.limits.max_message_bytes); }},
      whole("MAX_LIVE_TURNS",
            "Answers that may be written at the same time, and sessions that may be watched", 1,
            20000, [](Config& c) -> int& { return c.http.max_live_turns; }),
      whole("MAX_LIVE_TURNS_PER_CLIENT",
            "Of these, so many for one token or address; 0: as many as there may be", 0, 20'000,
            [](Config& c) -> int& { return c.http.max_live_turns_per_client; }),

      whole("MAX_QUEUED_TURNS", "Turns of one session that may wait for each other", 1, 10'000,
            [](Config& c) -> int& { return c.max_queued_turns; }),
      {"QUEUE_TIMEOUT_SECONDS", "Longest wait of a turn for those before it", false,
       [](Config& c, const std::string& value) -> std::optional<std::string> {
         const std::optional<int> seconds = whole_number(value, 1, 3600);
         if (!seconds) return "a whole number from 1 to 3600";
         c.chat.queue_timeout_ms = *seconds * 1000;
         return std::nullopt;
       },
       [](const Config& c) { return std::to_string(c.chat.queue_timeout_ms / 1000); }},

      key("OPENAI_API_KEY", "Key for ChatGPT; without it that provider is off",
          [](Config& c) -> Secret& { return c.openai.api_key; }),
      url("OPENAI_BASE_URL", "Where the Responses API is",
          [](Config& c) -> Text { return c.openai.base_url; }),
      text("OPENAI_MODEL", "Model of the chatgpt provider",
           [](Config& c) -> Text { return c.openai.model; }),
      whole("OPENAI_CONTEXT_TOKENS", "Context window of that model", 1024, 10'000'000,
            [](Config& c) -> int& { return c.openai.window_tokens; }),
      whole("OPENAI_MAX_OUTPUT_TOKENS", "Longest answer, reasoning included", 16, 1'000'000,
            [](Config& c) -> int& { return c.openai_max_output_tokens; }),
      text("OPENAI_REASONING_EFFORT", "Reasoning effort to ask for; empty: what suits the model",
           [](Config& c) -> Text { return c.openai.reasoning_effort; }),

      url("OLLAMA_BASE_URL", "Where Ollama, or a server of its kind, is",
          [](Config& c) -> Text { return c.ollama.base_url; }),
      key("OLLAMA_API_KEY", "Key for that server; Ollama itself needs none",
          [](Config& c) -> Secret& { return c.ollama.api_key; }),
      text("OLLAMA_MODEL", "Model of the ollama provider",
           [](Config& c) -> Text { return c.ollama.model; }),
      whole("OLLAMA_NUM_CTX", "Context window to load it with; a change reloads the model", 512,
            10'000'000, [](Config& c) -> int& { return c.ollama.num_ctx; }),
      whole("OLLAMA_MAX_OUTPUT_TOKENS", "Longest answer", 16, 1'000'000,
            [](Config& c) -> int& { return c.ollama_max_output_tokens; }),
      whole("UPSTREAM_TIMEOUT_SECONDS", "Longest silence of a provider", 1, 3600,
            [](Config& c) -> int& { return c.upstream.silence_timeout_seconds; }),
      whole("UPSTREAM_CONNECT_TIMEOUT_SECONDS", "Longest wait for a connection to a provider", 1,
            600, [](Config& c) -> int& { return c.upstream.connect_timeout_seconds; }),
      whole("UPSTREAM_FIRST_BYTE_TIMEOUT_SECONDS",
            "Longest wait for a provider's first byte; 0: as long as any other silence", 0, 3600,
            [](Config& c) -> int& { return c.upstream.first_byte_timeout_seconds; }),
      whole("UPSTREAM_TOTAL_TIMEOUT_SECONDS", "Longest time for one answer", 1, 86'400,
            [](Config& c) -> int& { return c.upstream.total_timeout_seconds; }),
      whole("UPSTREAM_RETRIES", "How often a failed request is tried again before its first word",
            0, 10, [](Config& c) -> int& { return c.upstream.retries; }),
      {"FALLBACK_PROVIDER",
       "Provider that stands in when another fails before its first word; empty: none", false,
       [](Config& c, const std::string& value) -> std::optional<std::string> {
         const std::optional<ProviderId> id = provider_from(value);
         if (!id) return "chatgpt, ollama or demo";
         c.chat.fallback = *id;
         return std::nullopt;
       },
       [](const Config&) { return std::string(); }},
      text("PRICES_FILE", "JSON file with the prices of models; see prices.example.json",
           [](Config& c) -> Text { return c.prices_file; }),
      whole("DEMO_PIECE_DELAY_MS", "Pause between two words of the demo", 0, 10'000,
            [](Config& c) -> int& { return c.demo.piece_delay_ms; }),

      text("REDIS_HOST", "Where Redis is", [](Config& c) -> Text { return c.redis.host; }),
      whole("REDIS_PORT", "Its port", 1, 65535, [](Config& c) -> int& { return c.redis.port; }),
      text("REDIS_SOCKET", "Unix socket of Redis, instead of host and port",
           [](Config& c) -> Text { return c.redis.unix_socket; }),
      whole("REDIS_DB", "Database number", 0, 1'000'000,
            [](Config& c) -> int& { return c.redis.db; }),
      text("REDIS_USERNAME", "ACL user; empty: the default user",
           [](Config& c) -> Text { return c.redis.username; }),
      secret("REDIS_PASSWORD", "Password of Redis",
             [](Config& c) -> Secret& { return c.redis.password; }),
      redis_url(),
      text("REDIS_CA_FILE",
           "Certificates (PEM) of those who may vouch for Redis over TLS; empty: this system's",
           [](Config& c) -> Text { return c.redis.ca_file; }),
      whole("SESSION_TTL_SECONDS", "A session is forgotten so long after its last message", 1,
            2'000'000'000, [](Config& c) -> int& { return c.redis.session_ttl_seconds; }),
  };
}

}  // namespace

const std::vector<Setting>& settings() {
  static const std::vector<Setting> table = make_settings();
  return table;
}

}  // namespace magic
