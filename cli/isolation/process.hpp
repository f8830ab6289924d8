#pragma once

#include <sys/types.h>

#include <array>
#include <functional>
#include <optional>
#include <string>

namespace heddle::cli {

/// Forks a process that ends when this one does, whatever ends this one. Returns 0 in the new one,
/// its number in this one, -1 if there can be no more.
pid_t fork_process();

/// A pipe that programs started later do not inherit.
bool make_pipe(std::array<int, 2>& ends);

/// Waits until a child has ended, whatever signals arrive; its status as `waitpid` gives it.
/// Async-signal-safe.
int wait_for(pid_t process) noexcept;

/// What a child has sent before it ended.
struct child_report {
  /// The last whole message; nothing if there was none.
  std::optional<std::string> message;
  /// It did all its work.
  bool finished = false;
  /// As `waitpid` gives it.
  int status = 0;
};

/// Sends a message to the process that waits for it.
using send_function = std::function<void(const std::string& message)>;

/// Whether a child may write to standard output and standard error.
enum class voice : bool { silent, heard };

/// Runs `work` in a process of its own, which ends behind it without anything else. Signals that
/// ask to stop are for this process alone. Throws `std::runtime_error` if there can be no process.
child_report run_apart(voice how, const std::function<void(const send_function& send)>& work);

}  // namespace heddle::cli
