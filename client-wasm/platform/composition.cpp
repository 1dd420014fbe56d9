#include "client-wasm/platform/composition.h"

namespace magic {

Composition& composition() {
  static Composition only;
  return only;
}

}  // namespace magic
