// What is known of the providers, as JSON.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/provider_types.h"
#include "shared/result.h"

namespace magic {

// {"status":"running","app","version","modes","providers","services_available","redis",
//  "availability":{"<provider>":{"available","reason","model","window_tokens"}}}
std::string to_json(const Health& health);
Result<Health> health_from_json(std::string_view json);

// {"providers":[{"id","available","reason","model","window_tokens"}]}
std::string providers_to_json(const std::vector<ProviderStatus>& providers);
Result<std::vector<ProviderStatus>> providers_from_json(std::string_view json);

// {"models":[{"provider","name","window_tokens","default","local"}]}; a window that is not known is
// null.
std::string models_to_json(const std::vector<ModelInfo>& models);
Result<std::vector<ModelInfo>> models_from_json(std::string_view json);

}  // namespace magic
