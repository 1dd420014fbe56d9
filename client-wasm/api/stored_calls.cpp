#include "client-wasm/api/stored_calls.h"

#include <utility>

#include "client-wasm/api/chat_stream.h"
#include "client-wasm/api/percent_encoded.h"
#include "shared/api_paths.h"
#include "shared/chat_json.h"

namespace magic {
namespace {

void ask_to(ProxyApi& api, HttpRequest request, ProxyApi::OnStatus on_result) {
  api.ask(std::move(request),
          [on_result = std::move(on_result)](const ProxyApi::WholeAnswer& answer) {
            if (answer.status == 200)
              on_result(success());
            else
              on_result(failure_of(answer.status, answer.body).error);
          });
}

}  // namespace

void choose_answer(ProxyApi& api, const std::string& session_id, const std::string& turn_id,
                   const std::string& answer_id, ProxyApi::OnStatus on_result) {
  ask_to(api,
         {"PATCH", api::turn(percent_encoded(session_id), percent_encoded(turn_id)),
          turn_patch_request_to_json(answer_id)},
         std::move(on_result));
}

void delete_message(ProxyApi& api, const std::string& session_id, const std::string& message_id,
                    ProxyApi::OnStatus on_result) {
  ask_to(api,
         {"DELETE",
          api::messages(percent_encoded(session_id)) + "/" + percent_encoded(message_id),
          {}},
         std::move(on_result));
}

void list_models(ProxyApi& api,
                 std::function<void(const Result<std::vector<ModelInfo>>&)> on_result) {
  api.ask({"GET", std::string(api::kModels), {}},
          [on_result = std::move(on_result)](const ProxyApi::WholeAnswer& answer) {
            if (answer.status == 200)
              on_result(models_from_json(answer.body));
            else
              on_result(failure_of(answer.status, answer.body).error);
          });
}

}  // namespace magic
