#include "client-wasm/platform/proxy_process.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <thread>
#include <vector>

namespace magic {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kConnectMs = 2000;
constexpr auto kStart = std::chrono::seconds(10), kStop = std::chrono::seconds(10);
constexpr auto kPause = std::chrono::milliseconds(20);

bool connects(const addrinfo& address) {
  const int socket =
      ::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return false;
  bool connected = connect(socket, address.ai_addr, address.ai_addrlen) == 0;
  if (!connected && errno == EINPROGRESS) {
    pollfd wait{socket, POLLOUT, 0};
    int problem = 0;
    socklen_t size = sizeof problem;
    connected = poll(&wait, 1, kConnectMs) == 1 &&
                getsockopt(socket, SOL_SOCKET, SO_ERROR, &problem, &size) == 0 && problem == 0;
  }
  close(socket);
  return connected;
}

// In the new process. Never returns.
[[noreturn]] void become(char* const arguments[], int log, pid_t parent) {
  // A desktop that is killed must not leave its proxy behind.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(127);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  execv(arguments[0], arguments);
  _exit(127);
}

// The sentence with which it ended: what is no line of its log.
std::string last_words(const std::string& log_path) {
  std::ifstream in(log_path);
  std::string words;
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && line.front() != '{') words = line;
  return words;
}

}  // namespace

bool answers(const ProxyPlace& place) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(place.host.c_str(), std::to_string(place.port).c_str(), &wanted, &found) != 0)
    return false;
  bool any = false;
  for (const addrinfo* at = found; at != nullptr && !any; at = at->ai_next) any = connects(*at);
  freeaddrinfo(found);
  return any;
}

std::string find_proxy_program() {
  std::error_code problem;
  const fs::path here = fs::read_symlink("/proc/self/exe", problem).parent_path();
  // As installed, bin/chat-proxy; as built, <preset>/proxy/chat-proxy.
  for (const fs::path& program : {here / "chat-proxy", here / "../proxy/chat-proxy"})
    if (fs::is_regular_file(program, problem)) return program.lexically_normal();
  return {};
}

Result<std::unique_ptr<ProxyProcess>> ProxyProcess::start(const std::string& program,
                                                          const ProxyPlace& place,
                                                          const std::string& log_path) {
  const std::string port = std::to_string(place.port);
  std::vector<std::string> words{program, "--port", port, "--ui-port", "-1"};
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  std::error_code ignored;
  if (!log_path.empty()) fs::create_directories(fs::path(log_path).parent_path(), ignored);
  int log = log_path.empty()
                ? -1
                : open(log_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (log < 0) log = open("/dev/null", O_WRONLY | O_CLOEXEC);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) become(arguments.data(), log, parent);
  close(log);
  if (pid < 0)
    return Error{ErrorCode::internal, "No more programs can be started on this machine."};

  auto proxy = std::unique_ptr<ProxyProcess>(new ProxyProcess(pid));
  for (const auto end = Clock::now() + kStart; Clock::now() < end;) {
    if (proxy->has_ended()) {
      const std::string why = last_words(log_path);
      return Error{ErrorCode::internal, "The proxy could not be started. " +
                                            (why.empty() ? program + " ended at once." : why)};
    }
    if (answers(place)) return proxy;
    std::this_thread::sleep_for(kPause);
  }
  return Error{ErrorCode::internal, "The proxy was started but does not answer on port " + port +
                                        "." +
                                        (log_path.empty() ? "" : " " + log_path + " may say why.")};
}

bool ProxyProcess::has_ended() {
  if (pid_ != 0 && waitpid(pid_, nullptr, WNOHANG) != 0) pid_ = 0;
  return pid_ == 0;
}

ProxyProcess::~ProxyProcess() {
  if (has_ended()) return;
  kill(pid_, SIGTERM);
  for (const auto end = Clock::now() + kStop; Clock::now() < end;) {
    if (has_ended()) return;
    std::this_thread::sleep_for(kPause);
  }
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

std::string default_proxy_log_path() {
  const auto environment = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value != nullptr ? value : "");
  };
  if (const std::string state = environment("XDG_STATE_HOME"); !state.empty())
    return state + "/memory-magic/proxy.log";
  if (const std::string home = environment("HOME"); !home.empty())
    return home + "/.local/state/memory-magic/proxy.log";
  return {};
}

}  // namespace magic
