// A program with the faults that sanitizers look for, one for each word it is called with: whoever
// starts it must notice (sanitized_test.py).
#include <cstdio>
#include <limits>
#include <memory>
#include <string_view>
#include <thread>

int main(int count, char** words) {
  const std::string_view fault = count > 1 ? words[1] : "";
  volatile int number = std::numeric_limits<int>::max();
  if (fault == "freed") {
    auto owner = std::make_unique<int>(1);
    const volatile int* gone = owner.get();
    owner.reset();
    number = *gone;
  } else if (fault == "leak") {
    new int(1);
  } else if (fault == "undefined") {
    number = number + 1;
  } else if (fault == "race") {
    int shared = 0;
    std::thread other([&] { ++shared; });
    ++shared;
    other.join();
    number = shared;
  }
  std::puts("nothing happened");
  return 0;
}
