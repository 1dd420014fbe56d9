#include "proxy/providers/ollama_server.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "proxy/providers/chat_completions_codec.h"
#include "proxy/providers/ollama_codec.h"

namespace magic {
namespace {

// Together, for two questions on one connection, below the 2 s that a status may take. (A third one
// is asked only where the first was answered at once, with a 404.)
constexpr std::chrono::milliseconds kConnectTimeout{1000};
constexpr std::chrono::milliseconds kSilenceTimeout{450};

class BodyReceiver final : public UpstreamReceiver {
 public:
  void on_head(const UpstreamHead& head) override { status = head.status; }
  Want on_body(std::string_view bytes) override {
    body += bytes;
    return body.size() < kMaxBytes ? Want::more : Want::hang_up;
  }

  int status = 0;
  std::string body;

 private:
  static constexpr std::size_t kMaxBytes = 1024 * 1024;
};

UpstreamEnd get(Upstream& upstream, const std::string& path, const std::string& api_key,
                BodyReceiver& receiver, CancelToken& cancel) {
  return upstream.send({.path = path,
                        .body = "",
                        .api_key = api_key,
                        .connect_timeout = kConnectTimeout,
                        .silence_timeout = kSilenceTimeout},
                       receiver, cancel);
}

}  // namespace

OllamaPaths::OllamaPaths(const BaseUrl& base) {
  std::string_view prefix = base.path;
  if (prefix.ends_with("/v1")) prefix.remove_suffix(3);
  chat = std::string(prefix) + "/api/chat";
  version = std::string(prefix) + "/api/version";
  tags = std::string(prefix) + "/api/tags";
  completions = std::string(prefix) + "/v1/chat/completions";
  models = std::string(prefix) + "/v1/models";
}

OllamaFinding find_ollama_face(Upstream& upstream, const OllamaPaths& paths,
                               const std::string& api_key, CancelToken& cancel) {
  BodyReceiver receiver;
  const UpstreamEnd end = get(upstream, paths.version, api_key, receiver, cancel);
  const bool is_cut = end == UpstreamEnd::timeout || end == UpstreamEnd::broken;
  if (receiver.status == 0 || is_cut) return {OllamaFace::unknown, end};
  if (receiver.status == 200) {
    const bool is_ollama = is_ollama_version(receiver.body);
    return {is_ollama ? OllamaFace::native : OllamaFace::chat_completions, end};
  }

  BodyReceiver list;
  const UpstreamEnd list_end = get(upstream, paths.tags, api_key, list, cancel);
  if (list.status == 0) return {OllamaFace::unknown, list_end};
  if (list.status != 200) return {OllamaFace::untested, list_end};
  const bool is_ollama = is_ollama_model_list(list.body);
  return {is_ollama ? OllamaFace::native : OllamaFace::chat_completions, list_end};
}

OllamaModels find_ollama_model(Upstream& upstream, const OllamaPaths& paths,
                               const std::string& api_key, const std::string& model,
                               CancelToken& cancel) {
  BodyReceiver receiver;
  const UpstreamEnd end = get(upstream, paths.models, api_key, receiver, cancel);
  OllamaModels models{.status = receiver.status};
  if (end != UpstreamEnd::whole || models.status != 200) return models;
  const std::optional<std::vector<std::string>> ids = model_ids_from_json(receiver.body);
  if (!ids) return models;
  models.is_list = true;
  models.has_model = std::any_of(ids->begin(), ids->end(), [&](const std::string& id) {
    return id == model || id == model + ":latest";
  });
  return models;
}

}  // namespace magic
