// What the tests of the face share: fixtures, a request reader that expects a refusal, the events
// of a stream.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "proxy/openai_face/face_stream.h"
#include "shared/chat_limits.h"
#include "shared/json_fields.h"
#include "shared/sse.h"

namespace magic::test {

inline std::string face_fixture(const std::string& name) {
  std::ifstream file(std::string(MAGIC_FIXTURES) + "/openai_face/" + name, std::ios::binary);
  INFO("fixture " << name);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

using ReadRequest = Result<FaceRequest> (*)(std::string_view, const ChatLimits&);

inline Error refusal_of(ReadRequest read, const std::string& body, const ChatLimits& limits = {}) {
  const Result<FaceRequest> request = read(body, limits);
  INFO("body: " << body);
  REQUIRE_FALSE(request.ok());
  CHECK_FALSE(request.error().message.empty());
  return request.error();
}

inline std::vector<SseEvent> events_in(const std::string& bytes) {
  std::vector<SseEvent> events;
  SseParser parser;
  parser.feed(bytes, [&](const SseEvent& event) { events.push_back(event); });
  return events;
}

// {"key":value} put into a body that is fine without it.
inline std::string with(const std::string& body, const std::string& field) {
  return body.substr(0, body.rfind('}')) + "," + field + "}";
}

inline FaceAnswer said(std::string text, Ending ending = Ending::completed) {
  FaceAnswer answer;
  answer.text = std::move(text);
  answer.ending = ending;
  return answer;
}

}  // namespace magic::test
