#include "cli/child_process.hpp"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <system_error>
#include <thread>

namespace heddle::cli {

namespace {

using child_clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

/// The longest time until a request to stop is noticed.
constexpr std::chrono::milliseconds attention = 50ms;

/// What the last byte of a child says: its work returned. No text contains it.
constexpr char end_of_work = '\0';

[[noreturn]] void throw_last_error(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

/// In the child: nothing of the parent's handling of signals, no core file, no life without it.
void settle_in(pid_t parent) {
  for (const int each : {SIGINT, SIGTERM, SIGPIPE}) std::signal(each, SIG_DFL);
  constexpr rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // It may have ended before.
  if (getppid() != parent) _exit(1);
}

[[noreturn]] void work_as_child(const std::function<void(const child_output&)>& work,
                                int descriptor, pid_t parent) noexcept {
  settle_in(parent);
  const child_output output{descriptor};
  work(output);
  std::fflush(stdout);
  output.send({&end_of_work, 1});
  _exit(0);
}

/// A child and the end of the pipe it writes to. Kills what is left of it in the end.
class child {
 public:
  explicit child(const std::function<void(const child_output&)>& work) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw_last_error("no pipe for a child process");
    std::fflush(nullptr);
    const pid_t parent = getpid();
    process_ = fork();
    if (process_ == 0) {
      close(ends[0]);
      work_as_child(work, ends[1], parent);
    }
    close(ends[1]);
    output_ = ends[0];
    if (process_ > 0) return;
    close(output_);
    throw_last_error("no child process");
  }
  child(const child&) = delete;
  child& operator=(const child&) = delete;
  ~child() {
    close(output_);
    if (!gone_) end();
  }

  enum class heard : std::uint8_t { something, nothing, end };

  /// Waits a little for what it sends. `end`: there will be nothing more.
  heard receive(std::string& into, std::chrono::milliseconds at_most) {
    pollfd ready{output_, POLLIN, 0};
    if (poll(&ready, 1, static_cast<int>(at_most.count())) <= 0) return heard::nothing;
    std::array<char, 4096> part{};
    const ssize_t size = read(output_, part.data(), part.size());
    if (size > 0) into.append(part.data(), static_cast<std::size_t>(size));
    return size > 0 ? heard::something : size < 0 && errno == EINTR ? heard::nothing : heard::end;
  }

  /// Whether it has ended by itself.
  bool gone() {
    if (!gone_) gone_ = waitpid(process_, &status_, WNOHANG) == process_;
    return gone_;
  }

  void end() {
    kill(process_, SIGKILL);
    while (waitpid(process_, &status_, 0) < 0 && errno == EINTR) {
    }
    gone_ = true;
  }

  [[nodiscard]] int status() const { return status_; }

 private:
  pid_t process_ = -1;
  int output_ = -1;
  int status_ = 0;
  bool gone_ = false;
};

/// Whether the child has ended by itself; else why it must be ended.
class patience_with_child {
 public:
  explicit patience_with_child(const child_limits& limits) : limits_(limits) {}

  [[nodiscard]] std::optional<child_ending> lost() const {
    if (limits_.interrupted != nullptr && limits_.interrupted->load())
      return child_ending::interrupted;
    if (limits_.time && child_clock::now() - begin_ >= *limits_.time)
      return child_ending::timed_out;
    return std::nullopt;
  }

  /// How long to wait before asking again.
  [[nodiscard]] std::chrono::milliseconds next_look() const {
    if (!limits_.time) return attention;
    const auto left = *limits_.time - (child_clock::now() - begin_);
    return std::clamp(std::chrono::ceil<std::chrono::milliseconds>(left), 0ms, attention);
  }

 private:
  const child_limits& limits_;
  child_clock::time_point begin_ = child_clock::now();
};

/// How a child that has ended by itself did so; takes the mark off what it sent.
void tell_end(int status, child_result& into) {
  if (WIFSIGNALED(status)) {
    into.how = child_ending::signalled;
    into.signal = WTERMSIG(status);
  } else if (into.sent.ends_with(end_of_work)) {
    into.how = child_ending::done;
  } else {
    into.how = child_ending::left;
    into.exit_code = WEXITSTATUS(status);
  }
  if (into.sent.ends_with(end_of_work)) into.sent.pop_back();
}

}  // namespace

void child_output::send(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t sent = write(descriptor_, text.data(), text.size());
    if (sent > 0)
      text.remove_prefix(static_cast<std::size_t>(sent));
    else if (errno != EINTR)
      _exit(1);
  }
}

child_result run_in_child(const std::function<void(const child_output&)>& work,
                          const child_limits& limits) {
  child process{work};
  const patience_with_child patience{limits};
  child_result result;
  // It may close its end and live on, or leave a process that keeps it open.
  bool open = true;
  while (!process.gone()) {
    if (const auto lost = patience.lost()) {
      process.end();
      result.how = *lost;
      return result;
    }
    if (open)
      open = process.receive(result.sent, patience.next_look()) != child::heard::end;
    else
      std::this_thread::sleep_for(1ms);
  }
  while (process.receive(result.sent, 0ms) == child::heard::something) {
  }
  tell_end(process.status(), result);
  return result;
}

}  // namespace heddle::cli
