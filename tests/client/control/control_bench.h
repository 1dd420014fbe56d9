// What a control needs, with a transport that the test answers for.
#pragma once

#include <string>
#include <vector>

#include "client-wasm/control/control.h"
#include "client-wasm/model/history.h"
#include "tests/client/model/model_examples.h"
#include "tests/support/fake_transport.h"

namespace magic {

struct ControlBench {
  FakeTransport transport;
  ProxyApi api{transport};
  ChatModel chat = examples::connected_model();
  int changes = 0;
  int reloads = 0;
  Attention attention = Attention::focused;
  std::vector<std::string> opened;

  ControlContext context() {
    return {.api = api,
            .chat = chat,
            .changed = [this] { ++changes; },
            .open_session =
                [this](const std::string& id) {
                  opened.push_back(id);
                  open_new_session(chat, id);
                },
            .reload_history = [this] { ++reloads; },
            .new_session_id = [] { return std::string("session_new"); },
            .attention = [this] { return attention; }};
  }

  // The last request that is not answered yet with this method and beginning of its path; 0: none.
  RequestId asked(const std::string& method, const std::string& path) {
    for (RequestId id = transport.last(); id > 0; --id) {
      const FakeTransport::Started& started = transport.of(id);
      if (!started.ended && started.request.method == method &&
          started.request.path.rfind(path, 0) == 0)
        return id;
    }
    return 0;
  }
};

}  // namespace magic
