// Feeding a decoder with a fixture, cut in every way.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/providers/answer_decoder.h"
#include "shared/utf8.h"
#include "tests/proxy/providers/recording_sink.h"

namespace magic::test {

using MakeDecoder = std::unique_ptr<AnswerDecoder> (*)();

struct Decoded {
  std::string text;
  std::string reasoning;
  std::optional<Ending> ending;
  ProviderProblem problem;
  std::string model;
  Usage usage;
  std::string response_id;

  bool operator==(const Decoded&) const = default;
};

inline std::string fixture(const std::string& name) {
  std::ifstream file(std::string(MAGIC_FIXTURES) + "/" + name, std::ios::binary);
  INFO("fixture " << name);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

inline Decoded decode_parts(MakeDecoder make, const std::vector<std::string_view>& parts) {
  RecordingSink sink;
  const std::unique_ptr<AnswerDecoder> decoder = make();
  for (const std::string_view part : parts) decoder->feed(part, sink);
  const DecodedEnd end = decoder->finish(sink);
  for (const std::string& piece : sink.pieces) CHECK(is_valid_utf8(piece));
  return {sink.text, sink.reasoning, end.ending,     end.problem.value_or(ProviderProblem{}),
          end.model, end.usage,      end.response_id};
}

// The answer in `bytes`, after checking that it is the same one byte at a time and at every split.
inline Decoded decode(MakeDecoder make, std::string_view bytes) {
  const Decoded whole = decode_parts(make, {bytes});
  std::vector<std::string_view> single;
  for (std::size_t i = 0; i < bytes.size(); ++i) single.push_back(bytes.substr(i, 1));
  CHECK(decode_parts(make, single) == whole);
  for (std::size_t at = 1; at < bytes.size(); ++at)
    if (decode_parts(make, {bytes.substr(0, at), bytes.substr(at)}) != whole)
      FAIL("another answer when cut at byte " << at);
  return whole;
}

}  // namespace magic::test
