#include "tests/support/redis_server.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <utility>

namespace magic {
namespace {

constexpr auto kStartLimit = std::chrono::seconds(30);

// Free at this moment: the kernel chose it and nobody listens on it yet.
int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool found = ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(socket);
  if (!found) throw std::runtime_error("no free port on 127.0.0.1");
  return ntohs(address.sin_port);
}

std::filesystem::path temporary_folder() {
  std::string pattern = std::filesystem::temp_directory_path() / "magic-redis-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error("cannot make a folder like " + pattern);
  return pattern;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

RedisServer::RedisServer(Options options)
    : options_(std::move(options)), folder_(temporary_folder()), port_(free_port()) {
  std::ofstream config(folder_ / "redis.conf");
  config << "bind 127.0.0.1\nport " << port_ << "\nunixsocket " << unix_socket() << "\ndir "
         << folder_.string() << "\nlogfile log\nsave \"\"\n";
  if (!options_.password.empty()) config << "requirepass " << options_.password << "\n";
  for (const std::string& line : options_.config) config << line << "\n";
  config.close();
  start();
}

RedisServer::~RedisServer() {
  kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void RedisServer::launch() {
  std::vector<std::string> words{"redis-server", folder_ / "redis.conf"};
  const std::vector<char*> arguments = pointers(words);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("cannot fork");
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() == parent) ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
}

void RedisServer::start() {
  launch();
  wait_until_it_answers();
}

void RedisServer::wait_until_it_answers() {
  const auto limit = std::chrono::steady_clock::now() + kStartLimit;
  while (cli({"PING"}) != "PONG") {
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      throw std::runtime_error("redis-server ended at once: is it installed, is the port free?");
    }
    if (std::chrono::steady_clock::now() > limit)
      throw std::runtime_error("redis-server does not answer");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

std::string RedisServer::cli(const std::vector<std::string>& command) const {
  std::vector<std::string> words{"redis-cli", "-s", unix_socket()};
  words.insert(words.end(), command.begin(), command.end());
  // Not among the arguments, which every user of the machine can read.
  std::vector<std::string> environment{"PATH=" + std::string(std::getenv("PATH"))};
  if (!options_.password.empty()) environment.push_back("REDISCLI_AUTH=" + options_.password);

  int output[2];
  if (::pipe(output) != 0) throw std::runtime_error("cannot make a pipe");
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addclose(&actions, output[0]);
  pid_t pid = -1;
  const int problem = ::posix_spawnp(&pid, "redis-cli", &actions, nullptr, pointers(words).data(),
                                     pointers(environment).data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(output[1]);

  std::string text;
  std::array<char, 4096> buffer;
  for (ssize_t got; (got = ::read(output[0], buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<std::size_t>(got));
  ::close(output[0]);
  if (problem != 0) throw std::runtime_error("cannot run redis-cli: is it installed?");
  ::waitpid(pid, nullptr, 0);
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

void RedisServer::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void RedisServer::freeze() {
  ::kill(pid_, SIGSTOP);
  ::waitpid(pid_, nullptr, WUNTRACED);  // until it has stopped indeed
}

void RedisServer::thaw() { ::kill(pid_, SIGCONT); }

}  // namespace magic
