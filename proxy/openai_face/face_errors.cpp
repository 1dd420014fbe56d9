#include "proxy/openai_face/face_errors.h"

#include <string_view>

#include "proxy/openai_face/face_types.h"
#include "shared/json_fields.h"
#include "shared/names.h"

namespace magic {
namespace {

std::string_view type_of(ErrorCode code) {
  switch (face_status(code)) {
    case 401:
      return "authentication_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 429:
      return code == ErrorCode::quota_exceeded ? "insufficient_quota" : "rate_limit_error";
    default:
      return face_status(code) < 500 ? "invalid_request_error" : "api_error";
  }
}

std::string_view code_of(const Error& error) {
  if (error.code == ErrorCode::not_found && error.param == "model") return "model_not_found";
  if (error.code == ErrorCode::unauthorized) return "invalid_api_key";
  if (error.code == ErrorCode::rate_limited) return "rate_limit_exceeded";
  if (error.code == ErrorCode::quota_exceeded) return "insufficient_quota";
  return name_of(error.code);
}

}  // namespace

int face_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_json:
    case ErrorCode::invalid_field:
      return 400;
    case ErrorCode::unauthorized:
      return 401;
    case ErrorCode::forbidden:
      return 403;
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::conflict:
    case ErrorCode::session_busy:
      return 409;
    case ErrorCode::payload_too_large:
      return 413;
    case ErrorCode::unsupported_media_type:
      return 415;
    case ErrorCode::rate_limited:
    case ErrorCode::quota_exceeded:
      return 429;
    case ErrorCode::upstream_error:
    case ErrorCode::network:
      return 502;
    case ErrorCode::overloaded:
    case ErrorCode::provider_unavailable:
    case ErrorCode::store_unavailable:
    case ErrorCode::cancelled:
      return 503;
    case ErrorCode::upstream_timeout:
      return 504;
    case ErrorCode::internal:
      return 500;
  }
  return 500;
}

std::string face_error_json(const Error& error) {
  Json inner;
  inner["message"] = error.message;
  inner["type"] = type_of(error.code);
  inner["param"] = error.param.empty() ? Json(nullptr) : Json(error.param);
  inner["code"] = code_of(error);
  Json json;
  json["error"] = std::move(inner);
  return dump_json(json);
}

std::optional<Error> failure_of(const FaceAnswer& answer) {
  if (answer.error) return answer.error;
  if (answer.ending == Ending::upstream_error)
    return Error{ErrorCode::upstream_error, "The provider broke off."};
  if (answer.ending == Ending::cancelled || answer.ending == Ending::disconnected)
    return Error{ErrorCode::cancelled, "The answer was stopped before its end."};
  return std::nullopt;
}

}  // namespace magic
