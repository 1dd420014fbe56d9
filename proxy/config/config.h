// Everything that can be set, and where it comes from.
//
// Sources, the first that names a value wins: command line (--redis-host X), environment
// (REDIS_HOST), file named by the environment for secrets (OPENAI_API_KEY_FILE), .env file,
// default. An empty value counts as not set, an empty file of a secret is an error. A wrong value is
// an error that names it: nothing is guessed. Thread rule: plain values.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/chat/chat_parts.h"
#include "proxy/config/env_file.h"
#include "proxy/http/http_front.h"
#include "proxy/observe/log.h"
#include "proxy/providers/demo.h"
#include "proxy/providers/ollama.h"
#include "proxy/providers/openai.h"
#include "proxy/providers/upstream_limits.h"
#include "proxy/store/redis_store.h"
#include "shared/result.h"

namespace magic {

struct Config {
  HttpOptions http;
  RedisOptions redis;
  OpenAiOptions openai;
  OllamaOptions ollama;
  DemoOptions demo;
  LogLevel log_level = LogLevel::info;
  int openai_max_output_tokens = 4096;
  int ollama_max_output_tokens = 1024;
  int demo_max_output_tokens = 512;
  UpstreamLimits upstream;  // of every provider that is asked over the network
  ChatOptions chat;
  int max_queued_turns = 100;  // of one session
  std::string prices_file;     // empty: no price is known
};

// One thing that can be set.
struct Setting {
  std::string name;  // "REDIS_HOST"; its option is --redis-host
  std::string help;
  bool secret = false;  // not taken from the command line, where every user of the machine reads it
  // Stores the value; otherwise says what a value must be ("a whole number from 1 to 65535").
  std::function<std::optional<std::string>(Config&, const std::string& value)> set;
  std::function<std::string(const Config&)> show;
};

const std::vector<Setting>& settings();

struct ConfigSources {
  std::vector<std::string> arguments;  // without the program's name
  std::function<std::optional<std::string>(const std::string& name)> environment;
  // nullopt: there is no such file, or it cannot be read.
  std::function<std::optional<std::string>(const std::string& path)> read_file;
};

struct Invocation {
  Config config;
  bool help = false;     // --help: print help_text() and end
  bool version = false;  // --version
};

// `defaults` holds what main knows better than this file, e.g. where the UI's files are.
// Errors: internal, a sentence that names the setting and never shows a secret's value.
Result<Invocation> load_config(const ConfigSources& sources, const Config& defaults = {});

std::string help_text(const Config& defaults = {});

}  // namespace magic
