#pragma once

#include <chrono>

#include "cli/isolation/black_box.hpp"
#include "cli/isolation/watchdog.hpp"

namespace heddle::cli {

/// While one lives, what ends the process because of a model (a fatal signal, `std::terminate`,
/// `exit`, `_exit`) is noted in the box, as is a task that runs for too long without a scheduling
/// point; then `then` is called in place of the process' end. There is one at a time.
///
/// Under AddressSanitizer its reports come first, and then this.
class crash_watch {
 public:
  /// Must not return. Called on a stack of its own, in a signal handler or on the way out.
  using successor = void (*)(void* context);

  /// `patience` is CPU time of this thread; zero: no task runs too long.
  crash_watch(black_box& box, std::chrono::nanoseconds patience, successor then, void* context);
  crash_watch(const crash_watch&) = delete;
  crash_watch& operator=(const crash_watch&) = delete;
  ~crash_watch();

 private:
  watchdog watchdog_;
};

}  // namespace heddle::cli
