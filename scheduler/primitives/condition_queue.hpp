#pragma once

#include <condition_variable>
#include <source_location>
#include <string_view>

#include "scheduler/primitives/deadline.hpp"
#include "scheduler/runtime.hpp"

namespace heddle {

using std::cv_status;

namespace detail {

/// The tasks that sleep on a condition variable. A wait has two steps: to fall asleep, which gives
/// the mutex back in the same event, and to wake up, which takes it again. Without a mutex (null)
/// only the sleep itself is in them.
class condition_queue {
 public:
  condition_queue(std::string_view name, std::source_location where);

  void fall_asleep(scheduler::object_handle* mutex, std::source_location where);

  /// Waits for a notification, at most until the limit; says `timeout` if that has passed first.
  std::cv_status wake_up(scheduler::object_handle* mutex, scheduler::time_limit limit,
                         std::source_location where);

  /// Wakes up without waiting for a notification.
  void get_up(scheduler::object_handle* mutex, std::source_location where);

  /// `notify_one` wakes a sleeper, whichever; `notify_all` wakes all.
  void notify(scheduler::operation_kind kind, std::source_location where);

  [[nodiscard]] const scheduler::object_handle& handle() const { return handle_; }

 private:
  scheduler::result perform(scheduler::operation& pending, scheduler::object_handle* mutex);

  scheduler::object_handle handle_;
};

}  // namespace detail
}  // namespace heddle
