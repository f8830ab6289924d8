#pragma once

#include <chrono>
#include <csignal>
#include <ctime>

namespace heddle::cli {

/// While one lives, looks now and then whether the task that runs on this thread has come to a
/// scheduling point. There is one at a time, and no other thread.
class watchdog {
 public:
  /// Called in a signal handler when a task has taken `patience` of the thread's CPU time and has
  /// come to none. Zero: never.
  using alarm = void (*)();

  watchdog(std::chrono::nanoseconds patience, alarm bark);
  watchdog(const watchdog&) = delete;
  watchdog& operator=(const watchdog&) = delete;
  ~watchdog();

 private:
  bool ticks_ = false;
  timer_t timer_{};
  struct sigaction before_ {};
};

}  // namespace heddle::cli
