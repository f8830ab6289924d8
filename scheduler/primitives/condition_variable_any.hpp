#pragma once

#include <chrono>
#include <concepts>
#include <mutex>
#include <source_location>
#include <string_view>

#include "scheduler/primitives/condition_queue.hpp"
#include "scheduler/primitives/lockable.hpp"
#include "scheduler/primitives/refuse.hpp"
#include "scheduler/primitives/stop_token.hpp"
#include "scheduler/primitives/unique_lock.hpp"

namespace heddle {

namespace detail {

/// Whether a lock is exclusive ownership of one of our mutexes: then giving it back and falling
/// asleep is one event.
template <class Lock>
inline constexpr bool holds_our_mutex = false;
template <std::derived_from<exclusive_lockable> Mutex>
inline constexpr bool holds_our_mutex<unique_lock<Mutex>> = true;
template <std::derived_from<exclusive_lockable> Mutex>
inline constexpr bool holds_our_mutex<std::unique_lock<Mutex>> = true;

}  // namespace detail

/// `std::condition_variable_any`: waits with every lock that has `lock()` and `unlock()`. With a
/// `unique_lock` of our mutexes a wait is as that of `condition_variable`; with other locks the
/// task enters the queue first and gives the lock back then, so that no notification is lost.
class condition_variable_any {
 public:
  condition_variable_any(std::source_location where = std::source_location::current())  // NOLINT
      : queue_({}, where) {}
  explicit condition_variable_any(std::string_view name,
                                  std::source_location where = std::source_location::current())
      : queue_(name, where) {}
  condition_variable_any(const condition_variable_any&) = delete;
  condition_variable_any& operator=(const condition_variable_any&) = delete;

  /// Wakes one sleeper, if there is any.
  void notify_one(std::source_location where = std::source_location::current()) {
    queue_.notify(scheduler::operation_kind::notify_one, where);
  }
  /// Wakes all sleepers.
  void notify_all(std::source_location where = std::source_location::current()) {
    queue_.notify(scheduler::operation_kind::notify_all, where);
  }

  /// Gives the lock back and sleeps until notified; returns with the lock taken again.
  template <class Lock>
  void wait(Lock& lock, std::source_location where = std::source_location::current()) {
    sleep(lock, {}, never_up, where);
  }
  /// Waits until `stop_waiting()`, which is called with the lock held.
  template <class Lock, std::predicate Predicate>
  void wait(Lock& lock, Predicate stop_waiting,
            std::source_location where = std::source_location::current()) {
    while (!stop_waiting()) sleep(lock, {}, never_up, where);
  }

  /// Waits at most `duration` of virtual time.
  template <class Lock, class Rep, class Period>
  std::cv_status wait_for(Lock& lock, const std::chrono::duration<Rep, Period>& duration,
                          std::source_location where = std::source_location::current()) {
    return sleep(lock, scheduler::waiting_for(duration), never_up, where);
  }
  /// The same until `stop_waiting()`; returns what that says at the end.
  template <class Lock, class Rep, class Period, std::predicate Predicate>
  bool wait_for(Lock& lock, const std::chrono::duration<Rep, Period>& duration,
                Predicate stop_waiting,
                std::source_location where = std::source_location::current()) {
    return sleep_while(lock, scheduler::waiting_for(duration), never_up, stop_waiting, where);
  }

  /// Waits at most until `time`.
  template <class Lock, class Clock, class Duration>
  std::cv_status wait_until(Lock& lock, const std::chrono::time_point<Clock, Duration>& time,
                            std::source_location where = std::source_location::current()) {
    return sleep(lock, scheduler::waiting_until(time), never_up, where);
  }
  /// The same until `stop_waiting()`; returns what that says at the end.
  template <class Lock, class Clock, class Duration, std::predicate Predicate>
  bool wait_until(Lock& lock, const std::chrono::time_point<Clock, Duration>& time,
                  Predicate stop_waiting,
                  std::source_location where = std::source_location::current()) {
    return sleep_while(lock, scheduler::waiting_until(time), never_up, stop_waiting, where);
  }

  /// Waits until `stop_waiting()` or until a stop is requested; returns what `stop_waiting` says at
  /// the end.
  template <class Lock, std::predicate Predicate>
  bool wait(Lock& lock, stop_token token, Predicate stop_waiting,
            std::source_location where = std::source_location::current()) {
    return sleep_unless_stopped(lock, token, {}, stop_waiting, where);
  }
  template <class Lock, class Rep, class Period, std::predicate Predicate>
  bool wait_for(Lock& lock, stop_token token, const std::chrono::duration<Rep, Period>& duration,
                Predicate stop_waiting,
                std::source_location where = std::source_location::current()) {
    return sleep_unless_stopped(lock, token, scheduler::waiting_for(duration), stop_waiting, where);
  }
  template <class Lock, class Clock, class Duration, std::predicate Predicate>
  bool wait_until(Lock& lock, stop_token token,
                  const std::chrono::time_point<Clock, Duration>& time, Predicate stop_waiting,
                  std::source_location where = std::source_location::current()) {
    return sleep_unless_stopped(lock, token, scheduler::waiting_until(time), stop_waiting, where);
  }

 private:
  static constexpr auto never_up = [] { return false; };

  /// One sleep. `gets_up` is asked after falling asleep: what happens from then on comes with a
  /// notification, so nothing falls between the question and the sleep.
  template <class Lock, class GetsUp>
  std::cv_status sleep(Lock& lock, scheduler::time_limit limit, const GetsUp& gets_up,
                       std::source_location where) {
    if constexpr (requires { lock.owns_lock(); })
      if (!lock.owns_lock())
        detail::refuse(scheduler::misuse::wait_without_lock, &queue_.handle(), where);
    scheduler::object_handle* held = nullptr;
    if constexpr (detail::holds_our_mutex<Lock>)
      held = &detail::mutex_access::handle(*lock.mutex());
    queue_.fall_asleep(held, where);
    if (held == nullptr) detail::exclusive_ownership::give_back(lock, where);
    std::cv_status how = std::cv_status::no_timeout;
    if (gets_up())
      queue_.get_up(held, where);
    else
      how = queue_.wake_up(held, limit, where);
    if (held == nullptr) detail::exclusive_ownership::take(lock, where);
    return how;
  }

  template <class Lock, class GetsUp, class Predicate>
  bool sleep_while(Lock& lock, scheduler::time_limit limit, const GetsUp& gets_up,
                   Predicate& stop_waiting, std::source_location where) {
    while (!stop_waiting())
      if (sleep(lock, limit, gets_up, where) == std::cv_status::timeout) return stop_waiting();
    return true;
  }

  template <class Lock, class Predicate>
  bool sleep_unless_stopped(Lock& lock, stop_token& token, scheduler::time_limit limit,
                            Predicate& stop_waiting, std::source_location where) {
    const stop_callback notifies(token, [this, where] { notify_all(where); });
    const auto stopped = [&token] { return token.stop_requested(); };
    while (!stopped()) {
      if (stop_waiting()) return true;
      if (sleep(lock, limit, stopped, where) == std::cv_status::timeout) return stop_waiting();
    }
    return stop_waiting();
  }

  detail::condition_queue queue_;
};

}  // namespace heddle
