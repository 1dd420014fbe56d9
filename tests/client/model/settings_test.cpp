#include <catch2/catch_test_macros.hpp>

#include <map>
#include <vector>

#include "client-wasm/model/settings.h"

using namespace magic;

namespace {

struct Storage {
  std::map<std::string, std::string> values;
  std::vector<std::string> saved;

  Settings load() {
    return load_settings([&](std::string_view name) { return values[std::string(name)]; });
  }
  void save(const Settings& settings, const Settings& before = {}) {
    save_settings(settings, before, [&](std::string_view name, std::string_view value) {
      saved.emplace_back(name);
      values[std::string(name)] = value;
    });
  }
};

}  // namespace

TEST_CASE("settings come back as they were saved") {
  Settings settings;
  settings.session_id = "session_0a";
  settings.mode = Mode::stateful;
  settings.provider = ProviderId::ollama;
  settings.theme = ThemeChoice::dark;
  settings.text_percent = 130;
  settings.language = "de";
  settings.draft = "half typed\n中";
  settings.options.models[ProviderId::ollama] = "qwen3:4b";
  settings.options.memory.strategy = MemoryStrategy::token_budget;
  settings.options.memory.tokens = 500;
  settings.options.instructions = "Be brief.\nBe kind.";
  settings.options.temperature = 0.7;
  settings.options.max_output_tokens = 256;
  Storage storage;
  storage.save(settings);
  CHECK(storage.load() == settings);
}

TEST_CASE("nothing stored means the defaults, and no provider chosen") {
  CHECK(Storage{}.load() == Settings{});
}

TEST_CASE("values that make no sense are left at their defaults") {
  Storage storage;
  storage.values = {{"session", "../x"}, {"mode", "psychic"}, {"provider", "?"}, {"theme", "red"}};
  storage.values["text_size"] = "117";  // not one of those that are offered
  for (const char* name : {"memory.strategy", "memory.n", "memory.tokens", "memory.keep_last",
                           "temperature.hundredths", "max_output_tokens"})
    storage.values[name] = "-7x";
  CHECK(storage.load() == Settings{});
}

TEST_CASE("only what changed is written") {
  Settings before;
  before.session_id = "session_0a";
  Settings now = before;
  now.mode = Mode::stateful;
  Storage storage;
  storage.save(now, before);
  CHECK(storage.saved == std::vector<std::string>{"mode"});
}
