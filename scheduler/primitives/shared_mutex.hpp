#pragma once

#include <source_location>
#include <string_view>

#include "scheduler/primitives/lockable.hpp"

namespace heddle {

/// `std::shared_mutex`: held by one task exclusively or by any number of tasks in shares. Neither
/// side has precedence: every order of waiting tasks is explored.
class shared_mutex : public detail::shared_lockable<detail::exclusive_lockable> {
 public:
  shared_mutex(std::source_location where = std::source_location::current())  // NOLINT
      : shared_mutex(std::string_view{}, where) {}
  explicit shared_mutex(std::string_view name,
                        std::source_location where = std::source_location::current())
      : shared_lockable(scheduler::object_kind::shared_mutex, name, where) {}
};

/// `std::shared_timed_mutex`: a shared mutex with attempts that give up after some virtual time.
class shared_timed_mutex
    : public detail::timed_shared_lockable<
          detail::timed_lockable<detail::shared_lockable<detail::exclusive_lockable>>> {
 public:
  shared_timed_mutex(std::source_location where = std::source_location::current())  // NOLINT
      : shared_timed_mutex(std::string_view{}, where) {}
  explicit shared_timed_mutex(std::string_view name,
                              std::source_location where = std::source_location::current())
      : timed_shared_lockable(scheduler::object_kind::shared_mutex, name, where) {}
};

}  // namespace heddle
