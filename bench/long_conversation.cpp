// What a long conversation costs the UI, without a window: opening and scrolling 100 and 10,000
// messages in the same run, and one message of a megabyte. Built and run by hand:
//
//   ninja -C build/release bench_long_conversation && build/release/bench/bench_long_conversation
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "client-wasm/views/conversation_view.h"
#include "tests/client/model/model_examples.h"

namespace magic {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPage = 500;

double ms_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

class Bench {
 public:
  Bench() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.DisplaySize = {1100, 800};
    io.IniFilename = nullptr;
    look_.colour = palette(false);
    look_.fonts = load_fonts(*io.Fonts);
    io.AddMousePosEvent(500, 400);
    for (int i = 0; i < 5; ++i) frame();
  }
  ~Bench() { ImGui::DestroyContext(); }

  // Returns how long it took, in ms.
  double frame() {
    const auto begin = Clock::now();
    ImGui::GetIO().DeltaTime = 1.0f / 60;
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({1100, 800});
    ImGui::Begin("Bench", nullptr, ImGuiWindowFlags_NoDecoration);
    Actions actions;
    view_.draw(model_, {0, 0}, {1100, 800}, 760, ImGui::GetTime(), look_, actions);
    ImGui::End();
    ImGui::Render();
    return ms_since(begin);
  }

  // Page by page, as it is read from the proxy. The longest of: taking a page and drawing it.
  double open(int messages, double& all) {
    open_stored_session(model_, "session_one");
    double longest = 0;
    const auto begin = Clock::now();
    for (int first = 0; first < messages; first += kPage) {
      MessagePage page;
      page.session_id = "session_one";
      page.total = messages;
      for (int i = first; i < std::min(messages, first + kPage); ++i)
        page.messages.push_back(stored(i));
      if (first + kPage < messages) page.next = std::to_string(first + kPage);
      const auto step = Clock::now();
      apply_page(model_, page);
      frame();
      longest = std::max(longest, ms_since(step));
    }
    all = ms_since(begin);
    return longest;
  }

  // The middle and the longest of many frames while the wheel turns.
  void scroll(double& middle, double& longest) {
    std::vector<double> times;
    for (int i = 0; i < 400; ++i) {
      ImGui::GetIO().AddMouseWheelEvent(0, i % 100 < 50 ? 3.0f : -3.0f);
      times.push_back(frame());
    }
    std::sort(times.begin(), times.end());
    middle = times[times.size() / 2];
    longest = times.back();
  }

  void huge(const char* what, std::string text) {
    open_new_session(model_, "session_two");
    for (int i = 0; i < 3; ++i) frame();
    add_entry(model_, examples::message("1", "1", Role::assistant, std::move(text)),
              EntryState::settled);
    const double first = frame();
    for (int i = 0; i < 5; ++i) frame();
    std::printf("%-36s first frame %7.1f ms, then %6.2f ms\n", what, first, frame());
  }

 private:
  static Message stored(int i) {
    const std::string turn = "turn_" + std::to_string(i / 2);
    if (i % 2 == 0)
      return examples::message(std::to_string(i), turn, Role::user,
                               "Question " + std::to_string(i) + ": what is it that matters here?");
    return examples::message(std::to_string(i), turn, Role::assistant,
                             "An answer with **bold** words and `code`.\n\n- one\n- two\n\n"
                             "```cpp\nint main() { return 0; }\n```\n\nAnd a paragraph of some "
                             "length, so that it has to be broken into more than a single line.");
  }

  Look look_;
  ChatModel model_ = examples::connected_model();
  ConversationView view_;
};

void run() {
  double few = 0;
  for (const int messages : {100, 10'000}) {
    Bench bench;
    double all = 0, middle = 0, longest = 0;
    const double page = bench.open(messages, all);
    bench.scroll(middle, longest);
    std::printf(
        "%6d messages: opened in %.1f ms, longest page %.1f ms; scrolling %.3f ms a frame, "
        "longest %.2f ms\n",
        messages, all, page, middle, longest);
    if (few > 0) std::printf("a frame of the long one takes %.2f times as long\n", middle / few);
    few = middle;
  }
  Bench bench;
  std::string lines, paragraphs;
  for (int i = 0; i < 100'000; ++i) lines += "line of it\n", paragraphs += "word\n\n";
  std::string lists;
  for (std::size_t i = 0; i < 1000; ++i) lists += std::string(2 * i, ' ') + "- x\n";
  std::string marks;
  for (int i = 0; i < 150'000; ++i) marks += "*_[`~~";
  bench.huge("a line of a megabyte", std::string(1 << 20, 'x'));
  bench.huge("a megabyte of words on a line", [] {
    std::string words;
    while (words.size() < (1 << 20)) words += "some words ";
    return words;
  }());
  bench.huge("a hundred thousand lines", lines);
  bench.huge("a hundred thousand paragraphs", paragraphs);
  bench.huge("a hundred thousand lines of code", "```\n" + lines + "```");
  bench.huge("a thousand quotations in each other", std::string(1000, '>') + " deep");
  bench.huge("a thousand lists in each other", lists);
  bench.huge("a megabyte of marks that never close", marks);
}

}  // namespace
}  // namespace magic

int main() {
  magic::run();
  return 0;
}
