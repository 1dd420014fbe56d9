// A provider whose settings are wrong or missing: the proxy starts without it and says what to do.
#pragma once

#include <memory>

#include "proxy/providers/provider.h"

namespace magic {

// `status` says why it is not available; every turn fails with that sentence.
std::unique_ptr<Provider> make_unusable_provider(ProviderStatus status);

}  // namespace magic
