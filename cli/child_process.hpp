#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// Work in a process of its own: what it breaks, hangs or leaks is gone with it.
namespace heddle::cli {

/// How a child process came to its end.
enum class child_ending : std::uint8_t {
  done,         ///< its work returned
  left,         ///< it ended its process itself (`exit`), without returning
  signalled,    ///< a signal ended it: a crash
  timed_out,    ///< it was killed: it took too long
  interrupted,  ///< it was killed: somebody asked to stop
};

/// What is left of a child process.
struct child_result {
  child_ending how = child_ending::done;
  int exit_code = 0;  ///< of `left`
  int signal = 0;     ///< of `signalled`
  /// All that it sent, up to its end.
  std::string sent;
};

/// What a child may take.
struct child_limits {
  /// Real time, from the start on. Nothing: no limit.
  std::optional<std::chrono::nanoseconds> time{};
  /// Set by somebody else (a signal handler) to end the child. May be null.
  const std::atomic<bool>* interrupted = nullptr;
};

/// The child's way to say something to its parent.
class child_output {
 public:
  explicit child_output(int descriptor) : descriptor_(descriptor) {}
  /// Blocks until the parent can take it. Ends the child if the parent is gone.
  void send(std::string_view text) const;
  /// What it writes to, for a program that the child becomes.
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

/// Forks, does `work` in the child, and returns when the child is gone: no zombie, no orphan (it is
/// killed when this process ends). The child ends right after `work` without destroying statics,
/// whatever threads are left; it writes no core file, and SIGINT and SIGTERM end it. An
/// exception that leaves `work` crashes it. Standard output and error stay those of the parent.
/// Precondition: this process has one thread. Throws `std::system_error` if no process can be had.
child_result run_in_child(const std::function<void(const child_output&)>& work,
                          const child_limits& limits = {});

}  // namespace heddle::cli
