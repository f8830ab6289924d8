#pragma once

#include <sys/types.h>

namespace heddle::cli {

/// A second process that waits at the place where it was made, with all that was known there. It
/// costs a fork, and lets the first one run a model where debuggers expect it: if the model ends
/// that process, the spare goes on in its place; else it ends with the object.
class spare {
 public:
  /// Two processes return from here: the first at once, the spare only if it takes over.
  spare();
  spare(const spare&) = delete;
  spare& operator=(const spare&) = delete;
  ~spare();

  /// Whether this is the spare, and has taken over.
  [[nodiscard]] bool took_over() const { return took_over_; }
  /// Whether there is one: a system may be out of processes.
  [[nodiscard]] bool waits() const { return process_ > 0; }

  /// Lets the spare go on, and ends this process as the spare ends. Async-signal-safe.
  [[noreturn]] void take_over() const noexcept;

 private:
  pid_t process_ = -1;
  int pipe_ = -1;
  bool took_over_ = false;
};

}  // namespace heddle::cli
