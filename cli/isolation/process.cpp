#include "cli/isolation/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace heddle::cli {

namespace {

/// How a child says that it has done all its work, in place of the length of a message.
constexpr std::size_t last_word = static_cast<std::size_t>(-1);
/// How often to look whether a child whose pipe stays open (it may have children of its own) lives.
constexpr int milliseconds_between_looks = 100;

void write_all(int to, const void* data, std::size_t size) {
  const auto* rest = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t written = write(to, rest, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) _exit(EXIT_FAILURE);
    rest += written;
    size -= static_cast<std::size_t>(written);
  }
}

void fall_silent() {
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
}

[[noreturn]] void live_as_child(int pipe, voice how,
                                const std::function<void(const send_function&)>& work) {
  // Who waits for the result decides when to stop.
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGTERM, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  if (how == voice::silent) fall_silent();
  try {
    work([pipe](const std::string& message) {
      const std::size_t size = message.size();
      write_all(pipe, &size, sizeof(size));
      write_all(pipe, message.data(), size);
    });
  } catch (...) {
    _exit(EXIT_FAILURE);
  }
  write_all(pipe, &last_word, sizeof(last_word));
  std::fflush(nullptr);
  _exit(EXIT_SUCCESS);
}

/// A child and the pipe from it; ends it if something goes wrong here.
class heard_child {
 public:
  heard_child(pid_t process, int pipe) : process_(process), pipe_(pipe) {}
  heard_child(const heard_child&) = delete;
  heard_child& operator=(const heard_child&) = delete;
  ~heard_child() {
    close(pipe_);
    if (ended_) return;
    kill(process_, SIGKILL);
    wait_for(process_);
  }

  child_report listen() {
    child_report heard;
    while (hear()) {
    }
    cut_up(heard);
    if (!ended_) status_ = wait_for(process_);
    ended_ = true;
    heard.status = status_;
    return heard;
  }

 private:
  /// Reads what there is. Returns whether there may be more.
  bool hear() {
    pollfd waiting{pipe_, POLLIN, 0};
    const int ready = poll(&waiting, 1, milliseconds_between_looks);
    if (ready < 0) return errno == EINTR;
    // What it has sent before its end is there when the end is seen.
    if (ready == 0 && ended_) return false;
    if (ready == 0) {
      ended_ = waitpid(process_, &status_, WNOHANG) == process_;
      return true;
    }
    std::array<char, 1 << 16> part{};
    const ssize_t size = read(pipe_, part.data(), part.size());
    if (size > 0) bytes_.append(part.data(), static_cast<std::size_t>(size));
    return size > 0 || (size < 0 && errno == EINTR);
  }

  void cut_up(child_report& into) const {
    std::size_t at = 0;
    std::size_t size = 0;
    while (bytes_.size() - at >= sizeof(size)) {
      std::memcpy(&size, bytes_.data() + at, sizeof(size));
      at += sizeof(size);
      if (size == last_word) into.finished = true;
      if (size > bytes_.size() - at) return;
      into.message = bytes_.substr(at, size);
      at += size;
    }
  }

  pid_t process_;
  int pipe_;
  bool ended_ = false;
  int status_ = 0;
  std::string bytes_;
};

}  // namespace

pid_t fork_process() {
  // What waits to be written would be written twice.
  std::fflush(nullptr);
  const pid_t parent = getpid();
  const pid_t process = fork();
  if (process != 0) return process;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(EXIT_FAILURE);
  return 0;
}

bool make_pipe(std::array<int, 2>& ends) { return pipe2(ends.data(), O_CLOEXEC) == 0; }

int wait_for(pid_t process) noexcept {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

child_report run_apart(voice how, const std::function<void(const send_function&)>& work) {
  std::array<int, 2> ends{};
  if (!make_pipe(ends)) throw std::runtime_error("there can be no more pipes");
  const pid_t process = fork_process();
  if (process == 0) {
    close(ends[0]);
    live_as_child(ends[1], how, work);
  }
  close(ends[1]);
  if (process < 0) {
    close(ends[0]);
    throw std::runtime_error("there can be no more processes");
  }
  return heard_child(process, ends[0]).listen();
}

}  // namespace heddle::cli
