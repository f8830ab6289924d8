#pragma once

#include <source_location>
#include <string_view>

#include "scheduler/primitives/lockable.hpp"

namespace heddle {

/// `std::recursive_mutex`: its owner may take it again, and gives it back as often.
class recursive_mutex : public detail::exclusive_lockable {
 public:
  recursive_mutex(std::source_location where = std::source_location::current())  // NOLINT
      : recursive_mutex(std::string_view{}, where) {}
  explicit recursive_mutex(std::string_view name,
                           std::source_location where = std::source_location::current())
      : exclusive_lockable(scheduler::object_kind::recursive_mutex, name, where) {}
  /// Held by one task of all processes. Others are copied when a process begins.
  explicit recursive_mutex(process_shared_t, std::string_view name = {},
                           std::source_location where = std::source_location::current())
      : exclusive_lockable(scheduler::object_kind::recursive_mutex, process_shared, name, where) {}
};

/// `std::recursive_timed_mutex`: a recursive mutex with attempts that give up after some virtual
/// time.
class recursive_timed_mutex : public detail::timed_lockable<detail::exclusive_lockable> {
 public:
  recursive_timed_mutex(std::source_location where = std::source_location::current())  // NOLINT
      : recursive_timed_mutex(std::string_view{}, where) {}
  explicit recursive_timed_mutex(std::string_view name,
                                 std::source_location where = std::source_location::current())
      : timed_lockable(scheduler::object_kind::recursive_mutex, name, where) {}
};

}  // namespace heddle
