#pragma once

#include <source_location>
#include <string_view>

#include "scheduler/primitives/lockable.hpp"

namespace heddle {

/// `std::mutex`. Taking it twice in one task is a deadlock of that task with itself; giving back
/// what the task does not hold, and destroying it while it is held, are misuses.
class mutex : public detail::exclusive_lockable {
 public:
  mutex(std::source_location where = std::source_location::current())  // NOLINT: the default
      : mutex(std::string_view{}, where) {}
  explicit mutex(std::string_view name,
                 std::source_location where = std::source_location::current())
      : exclusive_lockable(scheduler::object_kind::mutex, name, where) {}
  /// Held by one task of all processes. Others are copied when a process begins.
  explicit mutex(process_shared_t, std::string_view name = {},
                 std::source_location where = std::source_location::current())
      : exclusive_lockable(scheduler::object_kind::mutex, process_shared, name, where) {}
};

/// `std::timed_mutex`: a mutex with attempts that give up after some virtual time.
class timed_mutex : public detail::timed_lockable<detail::exclusive_lockable> {
 public:
  timed_mutex(std::source_location where = std::source_location::current())  // NOLINT
      : timed_mutex(std::string_view{}, where) {}
  explicit timed_mutex(std::string_view name,
                       std::source_location where = std::source_location::current())
      : timed_lockable(scheduler::object_kind::mutex, name, where) {}
};

}  // namespace heddle
