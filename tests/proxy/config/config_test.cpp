#include <catch2/catch_test_macros.hpp>

#include <map>
#include <string>

#include "proxy/config/config.h"

using namespace magic;

namespace {

struct World {
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment;
  std::map<std::string, std::string> files;

  Result<Invocation> load() const {
    const auto look = [](const auto& map) {
      return [&map](const std::string& name) -> std::optional<std::string> {
        const auto it = map.find(name);
        return it == map.end() ? std::nullopt : std::optional(it->second);
      };
    };
    return load_config({arguments, look(environment), look(files)});
  }
  Config config() const { return load().value().config; }
  std::string error() const { return load().error().message; }
};

}  // namespace

TEST_CASE("with nothing set the original's defaults hold, on loopback") {
  const Config config = World{}.config();
  CHECK(config.http.host == "127.0.0.1");
  CHECK(config.http.port == 9090);
  CHECK(config.http.ui_port == 3000);
  CHECK(config.openai.model == "gpt-5-mini");
  CHECK(config.ollama.base_url == "http://localhost:11434/v1");
  CHECK(config.ollama.model == "llama3.2");
  CHECK(config.redis.session_ttl_seconds == 3600);
}

TEST_CASE("the command line wins over the environment, and that over the .env file") {
  World world;
  world.files[".env"] = "REDIS_HOST=file\nREDIS_PORT=1\nREDIS_DB=3\n";
  world.environment = {{"REDIS_HOST", "environment"}, {"REDIS_PORT", "2"}};
  world.arguments = {"--redis-host", "option"};
  const Config config = world.config();
  CHECK(config.redis.host == "option");
  CHECK(config.redis.port == 2);
  CHECK(config.redis.db == 3);
}

TEST_CASE("an empty value counts as not set, as docker compose passes it") {
  World world;
  world.environment = {{"REDIS_PASSWORD", ""}, {"PORT", ""}};
  CHECK(world.config().http.port == 9090);
  CHECK(world.config().redis.password.empty());
}

TEST_CASE("a wrong value is refused with a sentence that names it") {
  World world;
  world.environment = {{"PORT", "90909"}};
  CHECK(world.error() == "PORT must be a whole number from 0 to 65535, but is '90909'.");
  world.environment = {{"OLLAMA_BASE_URL", "localhost:11434"}};
  CHECK(world.error().starts_with("OLLAMA_BASE_URL must be an http:// or https:// address"));
  world.environment = {{"SESSION_TTL_SECONDS", "1h"}};
  CHECK(world.error().starts_with("SESSION_TTL_SECONDS must be"));
}

TEST_CASE("what REDIS_URL names counts before the single settings, wherever each comes from") {
  World world;
  world.environment = {{"REDIS_URL_FILE", "/run/url"}, {"REDIS_PASSWORD", "of its own"}};
  world.arguments = {"--redis-host", "option", "--redis-db", "3"};
  world.files["/run/url"] = "rediss://db.example:7000\n";
  const Config config = world.config();
  CHECK(config.redis.host == "db.example");
  CHECK(config.redis.port == 7000);
  CHECK(config.redis.tls);
  CHECK(config.redis.db == 3);
  CHECK(config.redis.password.reveal() == "of its own");
}

TEST_CASE("a wrong REDIS_URL is refused without being repeated, and never taken as an option") {
  World world;
  world.environment = {{"REDIS_URL", "redis://alice:s3cret@h:99999"}};
  CHECK(world.error() ==
        "REDIS_URL must be an address like redis://user:password@host:6379/0, but in this one the "
        "port is no number from 1 to 65535.");
  world.environment = {};
  world.arguments = {"--redis-url", "redis://alice:s3cret@h"};
  CHECK(world.error().find("s3cret") == std::string::npos);
}

TEST_CASE("a REDIS_CA_FILE that cannot be read is refused at the start") {
  World world;
  world.environment = {{"REDIS_CA_FILE", "/nowhere.pem"}};
  CHECK(world.error() == "REDIS_CA_FILE names /nowhere.pem, which cannot be read.");
}

TEST_CASE("the log has four levels, and only those") {
  CHECK(World{}.config().log_level == LogLevel::info);
  World world;
  world.environment = {{"LOG_LEVEL", "debug"}, {"PROXY_TOKENS_FILE", "/run/tokens"}};
  CHECK(world.config().log_level == LogLevel::debug);
  CHECK(world.config().http.tokens_file == "/run/tokens");
  world.environment["LOG_LEVEL"] = "verbose";
  CHECK(world.error() == "LOG_LEVEL must be one of error, warn, info and debug, but is 'verbose'.");
}

TEST_CASE("an unknown option, and one without a value, are refused by name") {
  World world;
  world.arguments = {"--prot", "1"};
  CHECK(world.error().find("--prot") != std::string::npos);
  world.arguments = {"--port"};
  CHECK(world.error().find("--port") != std::string::npos);
}

TEST_CASE("secrets are not taken from the command line, where all users read them") {
  World world;
  world.arguments = {"--openai-api-key", "sk-secret"};
  CHECK(world.error().find("OPENAI_API_KEY_FILE") != std::string::npos);
  CHECK(world.error().find("sk-secret") == std::string::npos);
}

TEST_CASE("a secret may stand in a file, without its line end") {
  World world;
  world.environment = {{"OPENAI_API_KEY_FILE", "/run/key"}};
  world.files["/run/key"] = "sk-secret\n";
  CHECK(world.config().openai.api_key.reveal() == "sk-secret");
  world.files.clear();
  CHECK(world.error() == "OPENAI_API_KEY_FILE names /run/key, which cannot be read.");
}

TEST_CASE("a key's file that is empty, or holds what no header takes, is refused without the key") {
  World world;
  world.environment = {{"OPENAI_API_KEY_FILE", "/run/key"}};
  world.files["/run/key"] = "\n";
  CHECK(world.error() == "OPENAI_API_KEY_FILE names /run/key, which is empty.");
  for (const std::string& key :
       {std::string("sk-secret\r\nX-Header: 1\n"), std::string(" sk-secret"),
        "sk-secret" + std::string(5000, 'x'), std::string("sk-secret\0", 10)}) {
    world.files["/run/key"] = key;
    CHECK(world.error().starts_with("OPENAI_API_KEY must be one line"));
    CHECK(world.error().find("sk-secret") == std::string::npos);
  }
}

TEST_CASE("the help names every setting, and no secret's value") {
  Config config;
  config.openai.api_key = Secret("sk-secret");
  const std::string help = help_text(config);
  for (const Setting& setting : settings()) CHECK(help.find(setting.name) != std::string::npos);
  CHECK(help.find("sk-secret") == std::string::npos);
}

TEST_CASE("a .env file may hold comments, quotes, exports and Windows line ends") {
  const Variables variables = parse_env_file(
                                  "# comment\n\nA=1\r\n export B = two # note\nC=\"x # y\\n\"\n"
                                  "D='$raw'\nE=\nF=a#b\n")
                                  .value();
  CHECK(variables.at("A") == "1");
  CHECK(variables.at("B") == "two");
  CHECK(variables.at("C") == "x # y\n");
  CHECK(variables.at("D") == "$raw");
  CHECK(variables.at("E").empty());
  CHECK(variables.at("F") == "a#b");
}

TEST_CASE("an address with a key in it is refused without being repeated") {
  World world;
  for (const char* const address :
       {"https://user:s3cret@host/v1", "http://host/v1?key=s3cret", "host#s3cret"}) {
    world.environment = {{"OPENAI_BASE_URL", address}};
    CHECK(world.error() ==
          "OPENAI_BASE_URL must be an http:// or https:// address without user, query or spaces.");
  }
}

TEST_CASE("a broken line of a .env file is named by number, without its value") {
  CHECK(parse_env_file("A=1\nsk-secret\n").error().message ==
        "Line 2 is not of the form NAME=value.");
  CHECK(parse_env_file("K=\"sk-secret").error().message ==
        "Line 1 has a quote that is not closed.");
}
