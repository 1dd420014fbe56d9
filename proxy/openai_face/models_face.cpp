#include "proxy/openai_face/models_face.h"

#include <string_view>
#include <utility>

#include "shared/json_fields.h"

namespace magic {
namespace {

std::string_view owner_of(ProviderId provider) {
  switch (provider) {
    case ProviderId::chatgpt:
      return "openai";
    case ProviderId::ollama:
      return "ollama";
    case ProviderId::demo:
      return "memory-magic";
  }
  return "memory-magic";
}

std::string id_of(FaceChat& chat, const ModelInfo& model) {
  const Result<ModelChoice> meant = chat.find_model(model.name);
  const bool is_this_one =
      meant && meant.value().provider == model.provider && meant.value().model == model.name;
  if (is_this_one) return model.name;
  if (model.provider == ProviderId::demo) return std::string(name_of(model.provider));
  return std::string(name_of(model.provider)) + "/" + model.name;
}

// When a model was made is not known here; OpenAI's clients need a number.
Json model_object(const std::string& id, ProviderId provider) {
  Json json;
  json["id"] = id;
  json["object"] = "model";
  json["created"] = 0;
  json["owned_by"] = owner_of(provider);
  return json;
}

}  // namespace

std::string models_json(FaceChat& chat) {
  Json data = Json::array();
  for (const ModelInfo& model : chat.models())
    data.push_back(model_object(id_of(chat, model), model.provider));
  Json json;
  json["object"] = "list";
  json["data"] = std::move(data);
  return dump_json(json);
}

Result<std::string> model_json(FaceChat& chat, const std::string& id) {
  const Result<ModelChoice> choice = chat.find_model(id);
  if (choice) return dump_json(model_object(id, choice.value().provider));
  Error error = choice.error();
  error.param = "model";
  return error;
}

}  // namespace magic
