// Calls that several parts of the UI make: about what is stored, and about what could answer.
//
// Thread rule and errors: as in proxy_api.h.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "client-wasm/api/proxy_api.h"
#include "shared/provider_types.h"
#include "shared/result.h"

namespace magic {

// That answer of the turn counts from now on.
void choose_answer(ProxyApi& api, const std::string& session_id, const std::string& turn_id,
                   const std::string& answer_id, ProxyApi::OnStatus on_result);
void delete_message(ProxyApi& api, const std::string& session_id, const std::string& message_id,
                    ProxyApi::OnStatus on_result);
void list_models(ProxyApi& api,
                 std::function<void(const Result<std::vector<ModelInfo>>&)> on_result);

}  // namespace magic
