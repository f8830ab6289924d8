#pragma once

#include <chrono>
#include <concepts>
#include <mutex>
#include <source_location>
#include <string_view>

#include "scheduler/primitives/condition_queue.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/refuse.hpp"
#include "scheduler/primitives/unique_lock.hpp"

namespace heddle {

/// The locks a `condition_variable` waits with.
template <class Lock>
concept condition_lock =
    std::same_as<Lock, unique_lock<mutex>> || std::same_as<Lock, std::unique_lock<mutex>>;

/// `std::condition_variable`. `notify_one` may wake any sleeper: each is explored. Sleepers wake
/// for no reason only with the option for spurious wake-ups. Waiting without holding the lock is a
/// misuse.
class condition_variable {
 public:
  condition_variable(std::source_location where = std::source_location::current())  // NOLINT
      : queue_({}, where) {}
  explicit condition_variable(std::string_view name,
                              std::source_location where = std::source_location::current())
      : queue_(name, where) {}
  condition_variable(const condition_variable&) = delete;
  condition_variable& operator=(const condition_variable&) = delete;

  /// Wakes one sleeper, if there is any.
  void notify_one(std::source_location where = std::source_location::current()) {
    queue_.notify(scheduler::operation_kind::notify_one, where);
  }
  /// Wakes all sleepers.
  void notify_all(std::source_location where = std::source_location::current()) {
    queue_.notify(scheduler::operation_kind::notify_all, where);
  }

  /// Gives the lock back and sleeps until notified; returns with the lock taken again.
  template <condition_lock Lock>
  void wait(Lock& lock, std::source_location where = std::source_location::current()) {
    sleep(lock, {}, where);
  }
  /// Waits until `stop_waiting()`, which is called with the lock held.
  template <condition_lock Lock, std::predicate Predicate>
  void wait(Lock& lock, Predicate stop_waiting,
            std::source_location where = std::source_location::current()) {
    while (!stop_waiting()) sleep(lock, {}, where);
  }

  /// Waits at most `duration` of virtual time.
  template <condition_lock Lock, class Rep, class Period>
  std::cv_status wait_for(Lock& lock, const std::chrono::duration<Rep, Period>& duration,
                          std::source_location where = std::source_location::current()) {
    return sleep(lock, scheduler::waiting_for(duration), where);
  }
  /// The same until `stop_waiting()`; returns what that says at the end.
  template <condition_lock Lock, class Rep, class Period, std::predicate Predicate>
  bool wait_for(Lock& lock, const std::chrono::duration<Rep, Period>& duration,
                Predicate stop_waiting,
                std::source_location where = std::source_location::current()) {
    return sleep_while(lock, scheduler::waiting_for(duration), stop_waiting, where);
  }

  /// Waits at most until `time`.
  template <condition_lock Lock, class Clock, class Duration>
  std::cv_status wait_until(Lock& lock, const std::chrono::time_point<Clock, Duration>& time,
                            std::source_location where = std::source_location::current()) {
    return sleep(lock, scheduler::waiting_until(time), where);
  }
  /// The same until `stop_waiting()`; returns what that says at the end.
  template <condition_lock Lock, class Clock, class Duration, std::predicate Predicate>
  bool wait_until(Lock& lock, const std::chrono::time_point<Clock, Duration>& time,
                  Predicate stop_waiting,
                  std::source_location where = std::source_location::current()) {
    return sleep_while(lock, scheduler::waiting_until(time), stop_waiting, where);
  }

 private:
  template <class Lock>
  std::cv_status sleep(Lock& lock, scheduler::time_limit limit, std::source_location where) {
    if (!lock.owns_lock())
      detail::refuse(scheduler::misuse::wait_without_lock, &queue_.handle(), where);
    scheduler::object_handle& held = detail::mutex_access::handle(*lock.mutex());
    queue_.fall_asleep(&held, where);
    return queue_.wake_up(&held, limit, where);
  }

  template <class Lock, class Predicate>
  bool sleep_while(Lock& lock, scheduler::time_limit limit, Predicate& stop_waiting,
                   std::source_location where) {
    while (!stop_waiting())
      if (sleep(lock, limit, where) == std::cv_status::timeout) return stop_waiting();
    return true;
  }

  detail::condition_queue queue_;
};

}  // namespace heddle
