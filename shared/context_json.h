// A context report as JSON.
//
// {"strategy","stored_messages","sent_messages","unlisted_messages"[,"unlisted_reason"],
//  "estimated_tokens","window_tokens","answer_tokens"[,"provider_input_tokens"],
//  "truncated_upstream"[,"summary"][,"previous_response_id"][,"notes":["sentence"]],
//  "messages":[{"id","role","sent","reason","estimated_tokens"}]}
//   summary: {"text","covers_to","covered_messages","estimated_tokens","made_now"
//             [,"model"][,"usage":{"input_tokens","output_tokens"}]}
// unlisted_reason is there when messages are unlisted, the others when there is such a thing.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "shared/context_report.h"
#include "shared/result.h"

namespace magic {

std::string to_json(const ContextReport& report);
Result<ContextReport> context_report_from_json(std::string_view json);

}  // namespace magic
