#include "shared/provider_json.h"

#include <utility>

#include "shared/json_parts.h"

namespace magic {
namespace {

void put_status(Json& json, const ProviderStatus& status) {
  json["available"] = status.available;
  json["reason"] = text_or_null(status.reason);
  json["model"] = status.model;
  json["window_tokens"] = status.window_tokens;
}

ProviderStatus status_of(ProviderId id, const Json& json) {
  JsonFields fields(json);
  ProviderStatus status;
  status.id = id;
  status.available = fields.boolean("available").value_or(false);
  status.reason = fields.string("reason").value_or("");
  status.model = fields.string("model").value_or("");
  status.window_tokens = int_or_zero(fields.integer("window_tokens"));
  return status;
}

}  // namespace

std::string to_json(const Health& health) {
  Json json;
  json["status"] = "running";
  json["app"] = "Redis Memory Magic - Chat API Playground";
  json["version"] = health.version;
  json["modes"] = {
      {"stateless", "No memory: the model gets only the new message"},
      {"stateful", "Redis-backed memory: the model also gets the conversation so far"}};
  json["providers"] = {{"chatgpt", "Cloud: ChatGPT through the OpenAI Responses API"},
                       {"ollama", "Local: Ollama or any OpenAI-compatible server"},
                       {"demo", "Built in: a deterministic demo, not a language model"}};
  json["redis"] = {{"available", health.store_available},
                   {"reason", text_or_null(health.store_reason)}};
  Json services = Json::object(), availability = Json::object();
  for (const ProviderStatus& provider : health.providers) {
    const std::string name(name_of(provider.id));
    // Every message is stored in both modes, so neither works without Redis.
    const bool usable = provider.available && health.store_available;
    services[name] = {{"stateless", usable}, {"stateful", usable}};
    put_status(availability[name], provider);
  }
  json["max_message_bytes"] = health.max_message_bytes;
  json["services_available"] = std::move(services);
  json["availability"] = std::move(availability);
  return dump_json(json);
}

Result<Health> health_from_json(std::string_view text) {
  return read_json<Health>(text, [](const Json& json) -> Result<Health> {
    JsonFields fields(json);
    Health health;
    health.version = fields.string("version").value_or("");
    if (const Json* redis = fields.object("redis")) {
      JsonFields store(*redis);
      health.store_available = store.boolean("available").value_or(false);
      health.store_reason = store.string("reason").value_or("");
    }
    if (const auto most = fields.integer("max_message_bytes"); most && *most > 0)
      health.max_message_bytes = static_cast<std::size_t>(*most);
    const Json* availability = fields.object("availability");
    if (availability == nullptr) return missing("availability");
    for (const auto& [name, entry] : availability->items()) {
      const std::optional<ProviderId> id = provider_from(name);
      if (!id) continue;  // a newer proxy may know more providers than this UI
      health.providers.push_back(status_of(*id, entry));
    }
    return health;
  });
}

std::string providers_to_json(const std::vector<ProviderStatus>& providers) {
  Json list = Json::array();
  for (const ProviderStatus& provider : providers) {
    Json entry{{"id", name_of(provider.id)}};
    put_status(entry, provider);
    list.push_back(std::move(entry));
  }
  return dump_json(Json{{"providers", std::move(list)}});
}

Result<std::vector<ProviderStatus>> providers_from_json(std::string_view text) {
  using List = std::vector<ProviderStatus>;
  return read_json<List>(text, [](const Json& json) -> Result<List> {
    JsonFields fields(json);
    const Json* list = fields.array("providers");
    if (list == nullptr) return missing("providers");
    List providers;
    for (const Json& entry : *list) {
      JsonFields provider(entry);
      if (const auto id = provider_from(provider.string("id").value_or("")))
        providers.push_back(status_of(*id, entry));
    }
    return providers;
  });
}

std::string models_to_json(const std::vector<ModelInfo>& models) {
  Json list = Json::array();
  for (const ModelInfo& model : models)
    list.push_back(
        {{"provider", name_of(model.provider)},
         {"name", model.name},
         {"window_tokens", model.window_tokens > 0 ? Json(model.window_tokens) : Json(nullptr)},
         {"default", model.is_default},
         {"local", model.is_local}});
  return dump_json(Json{{"models", std::move(list)}});
}

Result<std::vector<ModelInfo>> models_from_json(std::string_view text) {
  using List = std::vector<ModelInfo>;
  return read_json<List>(text, [](const Json& json) -> Result<List> {
    JsonFields fields(json);
    const Json* list = fields.array("models");
    if (list == nullptr) return missing("models");
    List models;
    for (const Json& entry : *list) {
      JsonFields model(entry);
      const auto provider = provider_from(model.string("provider").value_or(""));
      if (!provider) continue;
      models.push_back({*provider, model.string("name").value_or(""),
                        int_or_zero(model.integer("window_tokens")),
                        model.boolean("default").value_or(false),
                        model.boolean("local").value_or(true)});
    }
    return models;
  });
}

}  // namespace magic
