#include "client-wasm/text/clusters.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "client-wasm/text/cluster_codes.h"

using namespace magic;

namespace {

// "a|[whole]|b"
std::string pictures(const std::string& text) {
  std::string shown;
  ClusterReader reader(text);
  for (Cluster cluster; reader.next(cluster);) {
    const std::string part = text.substr(cluster.begin, cluster.end - cluster.begin);
    if (!shown.empty()) shown += "|";
    shown += cluster.whole ? "[" + part + "]" : part;
  }
  return shown;
}

std::string drawn(const std::string& text, const Direction* base = nullptr) {
  std::string shown;
  for (const char c : drawn_text(text, base)) shown += c;
  return shown;
}

}  // namespace

TEST_CASE("Latin, Chinese, Japanese and Korean are drawn character by character") {
  CHECK(pictures("aé 中あ한") == "a|é| |中|あ|한");
  CHECK(is_plain("Größe, 中文。 かな 한국어 — “ok” →"));
  CHECK(pictures("") == "");
}

TEST_CASE("an emoji of several characters is one picture") {
  CHECK(pictures("a👨‍👩‍👧b") == "a|[👨‍👩‍👧]|b");
  CHECK(pictures("🇩🇪🇫🇷") == "[🇩🇪]|[🇫🇷]");
  CHECK(pictures("👍🏽1️⃣😀") == "[👍🏽]|[1️⃣]|😀");
  CHECK(pictures("❤️‍🔥 x") == "[❤️‍🔥]| |x");
  CHECK(pictures("👩‍⚕️👩‍❤️‍👨.") ==
        "[👩‍⚕️]|[👩‍❤️‍👨]|.");
}

TEST_CASE("a word whose letters join is one picture, a letter that stands alone is not") {
  CHECK(pictures("مرحبا، عالم") == "[مرحبا]|،| |[عالم]");
  CHECK(pictures("हिन्दी में") == "[हिन्दी]| |[में]");
  CHECK(pictures("של") == "ש|ל");
  CHECK(pictures("שָׁ") == "[שָׁ]");
  CHECK(pictures("(سنة ٢٠)") == "(|[سنة]| |٢|٠|)");
}

TEST_CASE("Thai has words, between which a line may end") {
  const std::string text = "ฉันชอบแมว";
  ClusterReader reader(text);
  int words = 0;
  for (Cluster cluster; reader.next(cluster); ++words) CHECK((cluster.whole && cluster.breaks));
  CHECK(words > 1);
}

TEST_CASE("a letter with an accent is the one that has it, if there is such") {
  const std::string text = "e\u0301x\u0302";
  ClusterReader reader(text);
  Cluster cluster;
  REQUIRE(reader.next(cluster));
  CHECK(cluster.character == 0xE9);
  CHECK_FALSE(cluster.whole);
  CHECK(cluster.end == 3);
  REQUIRE(reader.next(cluster));
  CHECK(cluster.whole);  // no x with a circumflex is in Unicode
}

TEST_CASE("clusters have no gaps, whatever the bytes") {
  for (const std::string text : {"\xFF\xE2\x82 a\n\xCC\x81\n", "\n\u0301\u0301",
                                 "\u200D\u200D\uE000\u0301", "\xF0\x9F\x98", "अ\xFF\u0301"}) {
    ClusterReader reader(text);
    std::size_t end = 0;
    for (Cluster cluster; reader.next(cluster); end = cluster.end) {
      CHECK(cluster.begin == end);
      CHECK(cluster.end > cluster.begin);
    }
    CHECK(end == text.size());
  }
}

TEST_CASE(
    "what is drawn has a code for each whole, and words in the order in which they are seen") {
  take_back_codes();
  CHECK(drawn("plain text") == "plain text");
  const std::string family = drawn("a👨‍👩‍👧");
  REQUIRE(family.size() == 4);
  CHECK(text_of_code(static_cast<char32_t>(0xE000 | (family[2] & 0x3F) << 6 |
                                           (family[3] & 0x3F))) == "👨‍👩‍👧");
  CHECK(drawn("(א) ab") == "ab (א)");
  CHECK(drawn("say אב") == "say בא");
  const Direction right = Direction::right_to_left;
  CHECK(drawn("(12)", &right) == "(12)");
  CHECK(drawn("!", &right) == "!");
  CHECK(drawn("a!", &right) == "!a");
}

TEST_CASE("a private character of a text never shows another's picture") {
  drawn("👨‍👩‍👧 🇩🇪");
  CHECK(drawn("\uE000\uE001") == "□□");
}

TEST_CASE("when most codes are given away, all come back between two frames") {
  take_back_codes();
  int taken_back = 0;
  for (int word = 0; word < 20000; ++word) {
    // Words of Arabic letters, each another.
    std::string text = "\u0645";
    for (int rest = word + 1; rest > 0; rest /= 8)
      text += {'\xD8', static_cast<char>(0xA7 + rest % 8)};
    const std::string code = drawn(text);
    CHECK_FALSE(code.empty());
    if (word % 1000 == 999) taken_back += take_back_codes();
  }
  CHECK(taken_back > 0);
  const std::string again = drawn("مرحبا");
  CHECK(text_of_code(static_cast<char32_t>(0xE000 | (again[1] & 0x3F) << 6 | (again[2] & 0x3F))) ==
        "مرحبا");
}
