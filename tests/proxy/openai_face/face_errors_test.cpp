#include "proxy/openai_face/face_errors.h"

#include <catch2/catch_test_macros.hpp>

using namespace magic;

TEST_CASE("an error of the face has OpenAI's shape and types") {
  CHECK(face_error_json(invalid_field("messages[0].content", "It is missing.")) ==
        R"({"error":{"message":"It is missing.","type":"invalid_request_error",)"
        R"("param":"messages[0].content","code":"invalid_field"}})");
  CHECK(face_error_json({ErrorCode::unauthorized, "A token is needed."}) ==
        R"({"error":{"message":"A token is needed.","type":"authentication_error",)"
        R"("param":null,"code":"invalid_api_key"}})");
  CHECK(face_error_json({ErrorCode::not_found, "No such model.", "model"}) ==
        R"({"error":{"message":"No such model.","type":"not_found_error",)"
        R"("param":"model","code":"model_not_found"}})");
  CHECK(face_error_json({ErrorCode::rate_limited, "Slower."}) ==
        R"({"error":{"message":"Slower.","type":"rate_limit_error",)"
        R"("param":null,"code":"rate_limit_exceeded"}})");
  CHECK(face_error_json(store_unavailable("Redis does not answer.")) ==
        R"({"error":{"message":"Redis does not answer.","type":"api_error",)"
        R"("param":null,"code":"store_unavailable"}})");
}

TEST_CASE("a bad field is 400 on the face, and the other statuses are OpenAI's") {
  CHECK(face_status(ErrorCode::bad_json) == 400);
  CHECK(face_status(ErrorCode::invalid_field) == 400);
  CHECK(face_status(ErrorCode::unauthorized) == 401);
  CHECK(face_status(ErrorCode::forbidden) == 403);
  CHECK(face_status(ErrorCode::not_found) == 404);
  CHECK(face_status(ErrorCode::session_busy) == 409);
  CHECK(face_status(ErrorCode::rate_limited) == 429);
  CHECK(face_status(ErrorCode::upstream_error) == 502);
  CHECK(face_status(ErrorCode::store_unavailable) == 503);
  CHECK(face_status(ErrorCode::upstream_timeout) == 504);
}
